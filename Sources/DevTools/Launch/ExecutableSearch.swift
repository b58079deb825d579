import Glibc

/// Finds the browser on this machine.
enum ExecutableSearch {
    static let names = ["chromium", "chromium-browser", "google-chrome-stable", "google-chrome", "chrome"]

    /// - Parameters:
    ///   - configured: a path that was given; nothing else is tried then.
    ///   - path: the value of PATH.
    ///   - isExecutable: whether a path names a program that may be started.
    static func find(
        configured: String?, path: String, isExecutable: (String) -> Bool = { isProgram($0) }
    ) throws(DevToolsError) -> String {
        if let configured {
            if isExecutable(configured) { return configured }
            throw DevToolsError(
                .browserMissing,
                "\(configured) is not a program that can be started. Name an existing Chromium or Chrome, or leave "
                    + "the setting empty to search PATH.")
        }
        // An empty entry of PATH means the current directory; a browser is not looked for there.
        let folders = path.split(separator: ":").map(String.init) + ["/usr/bin", "/usr/local/bin", "/snap/bin"]
        for name in names {
            for folder in folders where isExecutable("\(folder)/\(name)") { return "\(folder)/\(name)" }
        }
        throw DevToolsError(
            .browserMissing,
            "No browser was found (looked for \(names.joined(separator: ", "))). Install one: apt-get install "
                + "chromium (Debian, Ubuntu), dnf install chromium (Fedora), or set the browser's path.")
    }

    static func isProgram(_ path: String) -> Bool {
        var status = stat()
        return stat(path, &status) == 0 && status.st_mode & S_IFMT == S_IFREG && access(path, X_OK) == 0
    }
}
