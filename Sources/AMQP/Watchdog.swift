import Glibc
import PollThread
import Synchronization

/// Sees from a thread of its own that the connection's thread does not come back from the library, and then ends the
/// socket under it.
///
/// librabbitmq 0.11 can wait without end in a publish; then neither a deadline nor `close()` would be heard on its
/// thread. A task could not do this: it may be cancelled, or find every thread of the pool taken, just when it matters.
final class Watchdog: Sendable {
    private static let interval = Duration.milliseconds(500)

    private struct Observation {
        var turn: UInt64?
        var since = ContinuousClock.now
    }

    /// Odd while the thread works, even while it waits; it only goes up. Written by that thread alone.
    private let turns = Atomic<UInt64>(0)
    private let observation = Mutex(Observation())
    private let thread: PollThread
    private let limit: Duration

    /// - Parameter limit: how long one turn of the thread may take.
    init(name: String, limit: Duration) {
        thread = PollThread(name: name)
        self.limit = limit
    }

    /// Begins to watch.
    ///
    /// - Parameters:
    ///   - deadline: the time after which the thread is stuck whatever it does, if there is one.
    ///   - interrupt: frees the thread.
    func start(
        deadline: @escaping @Sendable () -> ContinuousClock.Instant?, interrupt: @escaping @Sendable () -> Void
    ) throws(PollThreadError) {
        thread.setStep { [thread] mayWait in
            var descriptor = pollfd(fd: thread.wakeDescriptor, events: Int16(POLLIN), revents: 0)
            _ = poll(&descriptor, 1, mayWait ? Int32(Self.interval.milliseconds) : 0)
            let now = ContinuousClock.now
            let isOverdue = deadline().map { now > $0 + Self.interval } ?? false
            if self.isStuck(now) || isOverdue { interrupt() }
        }
        try thread.start()
    }

    func stop() async {
        await thread.stop()
    }

    // MARK: The watched thread's side

    /// A turn begins, or goes on after a wait.
    func beginWork() {
        turns.store((turns.load(ordering: .relaxed) + 1) | 1, ordering: .relaxed)
    }

    /// The thread waits, or ends.
    func endWork() {
        turns.store((turns.load(ordering: .relaxed) | 1) + 1, ordering: .relaxed)
    }

    /// The turn that is under way, nil while the thread waits.
    var turnUnderWay: UInt64? {
        let turn = turns.load(ordering: .relaxed)
        return turn.isMultiple(of: 2) ? nil : turn
    }

    private func isStuck(_ now: ContinuousClock.Instant) -> Bool {
        let turn = turnUnderWay
        return observation.withLock { observation in
            if turn == nil || turn != observation.turn { observation = Observation(turn: turn, since: now) }
            return now - observation.since > limit
        }
    }
}
