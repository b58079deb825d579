#if canImport(Glibc)
    import Glibc
#elseif canImport(Musl)
    import Musl
#elseif canImport(Darwin)
    import Darwin
#endif

/// Reads files with POSIX calls, whose errors say more than those of Foundation.
enum SystemFiles {
    static func contents(of path: String, limit: Int) throws(InvalidValue) -> [UInt8] {
        // Without O_NONBLOCK, opening a pipe would wait for its writer.
        let descriptor = open(path, O_RDONLY | O_CLOEXEC | O_NONBLOCK)
        guard descriptor >= 0 else { throw InvalidValue("cannot be opened (\(systemMessage()))") }
        defer { close(descriptor) }
        var status = stat()
        guard fstat(descriptor, &status) == 0 else { throw InvalidValue("cannot be read (\(systemMessage()))") }
        guard status.st_mode & S_IFMT == S_IFREG else { throw InvalidValue("is not a regular file") }

        var bytes: [UInt8] = []
        while true {
            // One byte more than allowed tells a file that is too large from one that just fits.
            let space = min(65_536, limit + 1 - bytes.count)
            guard space > 0 else { throw InvalidValue("is larger than \(limit) bytes") }
            var failed = false
            let chunk = [UInt8](unsafeUninitializedCapacity: space) { buffer, count in
                let received = read(descriptor, buffer.baseAddress, space)
                failed = received < 0
                count = max(0, received)
            }
            if failed {
                guard errno == EINTR else { throw InvalidValue("cannot be read (\(systemMessage()))") }
                continue
            }
            if chunk.isEmpty { return bytes }
            bytes += chunk
        }
    }

    static func kind(of path: String) -> ConfigurationFiles.Kind {
        var status = stat()
        guard stat(path, &status) == 0 else {
            return errno == ENOENT || errno == ENOTDIR ? .missing : .unreadable(systemMessage())
        }
        let kind = status.st_mode & S_IFMT
        guard access(path, R_OK) == 0 else { return .unreadable(systemMessage()) }
        return kind == S_IFREG ? .file : kind == S_IFDIR ? .directory : .other
    }

    private static func systemMessage() -> String { String(cString: strerror(errno)) }
}
