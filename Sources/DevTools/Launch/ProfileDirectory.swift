import Glibc

/// Makes sure that a profile's directory exists and is nobody else's to read: it holds the account's cookies.
enum ProfileDirectory {
    /// - Throws: `profileUnusable` when it cannot be made, belongs to another user or is not a directory.
    static func prepare(_ path: String) throws(DevToolsError) {
        try makeParents(of: path)
        guard mkdir(path, 0o700) == 0 || errno == EEXIST else {
            throw unusable(path, String(cString: strerror(errno)))
        }
        var status = stat()
        guard lstat(path, &status) == 0 else { throw unusable(path, String(cString: strerror(errno))) }
        guard status.st_mode & S_IFMT == S_IFDIR else { throw unusable(path, "it is not a directory") }
        guard status.st_uid == geteuid() else { throw unusable(path, "it belongs to another user") }
        if status.st_mode & 0o077 != 0, chmod(path, 0o700) != 0 {
            throw unusable(path, "its mode cannot be set to 0700")
        }
    }

    private static func makeParents(of path: String) throws(DevToolsError) {
        for (index, character) in zip(path.indices, path) where character == "/" && index != path.startIndex {
            let parent = String(path[..<index])
            guard mkdir(parent, 0o700) == 0 || errno == EEXIST else {
                throw unusable(parent, String(cString: strerror(errno)))
            }
        }
    }

    private static func unusable(_ path: String, _ why: String) -> DevToolsError {
        DevToolsError(
            .profileUnusable,
            "The browser's profile directory \(path) cannot be used: \(why). Choose a directory that this user owns.")
    }
}
