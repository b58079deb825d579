import Glibc
import Synchronization

/// Counts how often a point is reached and carries out its plan, once.
final class ArmedFailPoint: Sendable {
    private let plan: FailPlan
    private let reached = Mutex(0)

    init(_ plan: FailPlan) { self.plan = plan }

    func reach(_ point: FailPoint) {
        guard point == plan.point else { return }
        let count = reached.withLock { count in
            count += 1
            return count
        }
        guard count == plan.time else { return }
        kill(getpid(), plan.action == .kill ? SIGKILL : SIGSTOP)
    }
}
