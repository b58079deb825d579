import Synchronization

/// The faults of a run that came about; a fail point that is not reached does not.
final class DoneFaults: Sendable {
    private let faults = Mutex<[Fault]>([])

    func add(_ fault: Fault) { faults.withLock { $0.append(fault) } }
    var all: [Fault] { faults.withLock { $0 } }
}
