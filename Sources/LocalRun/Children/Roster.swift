import Glibc
import Synchronization

/// The programs of a run and their process ids.
final class Roster: Sendable {
    private let pids = Mutex<[String: Int32]>([:])

    func started(_ name: String, _ pid: Int32) { pids.withLock { $0[name] = pid } }
    func ended(_ name: String) { pids.withLock { _ = $0.removeValue(forKey: name) } }

    /// Sends a signal to a program; false when it does not run at present.
    @discardableResult
    func signal(_ name: String, _ signal: Int32) -> Bool {
        // Under the lock, so that the number is not somebody else's by then.
        pids.withLock { pids in pids[name].map { kill($0, signal) == 0 } ?? false }
    }

    var all: [String: Int32] { pids.withLock { $0 } }
}
