import FoundationEssentials
import Glibc
import Shared
import Synchronization

/// What the programs of one run say, each in a file of its own, and what was done to them in `chaos.log`.
final class RunLog: Sendable {
    /// Of one file; what comes after it is left out.
    static let maximumBytes = 64 << 20

    private struct File {
        let descriptor: Int32
        var room = RunLog.maximumBytes
    }

    let folder: String
    private let files = Mutex<[String: File]>([:])

    init(folder: String) throws {
        self.folder = folder
        try? FileManager.default.removeItem(atPath: folder)
        try FileManager.default.createDirectory(
            atPath: folder, withIntermediateDirectories: true, attributes: [.posixPermissions: 0o700])
    }

    deinit {
        files.withLock { files in
            for file in files.values { close(file.descriptor) }
        }
    }

    func note(_ text: String) { line("chaos", "\(Timestamp.now) \(text)") }

    func line(_ program: String, _ text: String) {
        var line = text + "\n"
        files.withLock { files in
            var file =
                files[program]
                ?? File(descriptor: open("\(folder)/\(program).log", O_WRONLY | O_CREAT | O_APPEND | O_CLOEXEC, 0o600))
            let bytes = line.utf8.count
            if bytes <= file.room {
                file.room -= bytes
                line.withUTF8 { _ = write(file.descriptor, $0.baseAddress, $0.count) }
            }
            files[program] = file
        }
    }
}
