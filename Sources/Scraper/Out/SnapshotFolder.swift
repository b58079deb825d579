import FoundationEssentials
import Logging
import ServiceRuntime
import Shared

/// Keeps how pages were built on which something failed. Whatever goes wrong here hurts nothing else.
actor SnapshotFolder {
    let path: String
    private let logger: Logger
    private let now: @Sendable () -> Timestamp
    private var shelf = SnapshotShelf()
    private var hasTold = false

    /// - Parameter path: made when it is needed, for nobody else to read.
    init(path: String, logger: Logger, now: @escaping @Sendable () -> Timestamp = { .now }) {
        self.path = path
        self.logger = logger
        self.now = now
    }

    /// Takes a snapshot of what a tab shows, unless the same failure had one a minute ago.
    ///
    /// - Parameters:
    ///   - portraits: what the controls looked like before.
    ///   - known: what the page has to show; only its form is kept.
    /// - Returns: the file's path; nil when there is none.
    func keep(
        _ failure: PageFailure, on tab: SitePage, remembering portraits: [Role: Portrait], knowing known: KnownContent
    ) async -> String? {
        let time = now()
        guard shelf.admits(failure, at: time) else { return nil }
        var head: PageScript.SnapshotHead = ["failure": failure.kind.rawValue, "time": "\(time)"]
        head["role"] = failure.role?.rawValue
        do {
            // A page that hangs or is gone has no snapshot, as it has no contents.
            let html = try await tab.script.snapshot(head, remembering: portraits, knowing: known)
            return write(html, as: SnapshotShelf.name(failure, at: time), at: time)
        } catch {
            logger.debug("a page could not be kept", metadata: ["reason": "\(error)"])
            return nil
        }
    }

    /// Stores a file, and removes what is too old or too much.
    func write(_ html: String, as name: String, at time: Timestamp) -> String? {
        do {
            try FileManager.default.createDirectory(
                atPath: path, withIntermediateDirectories: true, attributes: [.posixPermissions: 0o700])
            let file = path.hasSuffix("/") ? path + name : "\(path)/\(name)"
            // Another scraper may use the same directory.
            guard !FileManager.default.fileExists(atPath: file) else { return nil }
            try AtomicFile.write(Array(html.utf8), to: file)
            for old in SnapshotShelf.outdated(try FileManager.default.contentsOfDirectory(atPath: path), at: time) {
                try? FileManager.default.removeItem(atPath: "\(path)/\(old)")
            }
            logger.notice("how the page was built is kept, without anybody's words", metadata: ["path": "\(file)"])
            return file
        } catch {
            if !hasTold {
                hasTold = true
                logger.warning(
                    "pages on which something failed cannot be kept; SWITCHBOARD_SNAPSHOT_DIRECTORY must be writable",
                    metadata: ["path": "\(path)", "reason": "\(error)"])
            }
            return nil
        }
    }
}
