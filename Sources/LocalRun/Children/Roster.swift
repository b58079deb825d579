import Synchronization

/// The programs of a run and their process ids.
final class Roster: Sendable {
    private let pids = Mutex<[String: Int32]>([:])

    func started(_ name: String, _ pid: Int32) { pids.withLock { $0[name] = pid } }
    func ended(_ name: String) { pids.withLock { _ = $0.removeValue(forKey: name) } }
    var all: [String: Int32] { pids.withLock { $0 } }
}
