import Glibc

/// Replaces a file in one step, readable by its owner only: whoever reads it sees the old content or the new.
public enum AtomicFile {
    /// What the system said, in its words.
    public struct Failure: Error, Equatable, CustomStringConvertible {
        public let description: String

        public init(description: String) {
            self.description = description
        }
    }

    public static func write(_ bytes: [UInt8], to path: String) throws(Failure) {
        let temporary = "\(path).\(getpid()).new"
        unlink(temporary)
        let descriptor = open(temporary, O_WRONLY | O_CREAT | O_EXCL | O_CLOEXEC, 0o600)
        guard descriptor >= 0 else { throw failure() }
        do throws(Failure) {
            defer { close(descriptor) }
            try write(bytes, to: descriptor)
            // Renamed without this, a crash of the machine could leave an empty file.
            guard fsync(descriptor) == 0 else { throw failure() }
        } catch {
            unlink(temporary)
            throw error
        }
        guard rename(temporary, path) == 0 else {
            let failure = failure()
            unlink(temporary)
            throw failure
        }
    }

    private static func write(_ bytes: [UInt8], to descriptor: Int32) throws(Failure) {
        var written = 0
        while written < bytes.count {
            let count = bytes[written...].withUnsafeBytes { Glibc.write(descriptor, $0.baseAddress, $0.count) }
            if count < 0 && errno == EINTR { continue }
            guard count > 0 else { throw failure() }
            written += count
        }
    }

    private static func failure() -> Failure { Failure(description: String(cString: strerror(errno))) }
}
