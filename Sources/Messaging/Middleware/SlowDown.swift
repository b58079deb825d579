import Shared

/// Keeps an outage of an outside peer from emptying the queue into the dead letters: while the peer is down for everyone
/// one message at a time is tried, the others stay where they are, and no attempt is counted.
///
/// Innermost but for the time limit, so that it sees what handlers themselves end with. One instance serves one service.
public actor SlowDown: Middleware {
    /// A held message goes back to the broker after this: long before its acknowledgement timeout, and soon enough that
    /// the messages in hand do not all stand still with one service.
    public static let longestHold = Duration.seconds(60)

    private var outage: Outage
    private var isClosed = false
    private var waiters: [UInt64: CheckedContinuation<Void, Never>] = [:]
    private var nextWaiter: UInt64 = 0
    private let changed: @Sendable (_ isSlow: Bool) -> Void

    /// - Parameter changed: told when it begins and when it is over.
    public init(changed: @escaping @Sendable (_ isSlow: Bool) -> Void) {
        self.init(backoff: .reconnect, changed: changed)
    }

    init(backoff: Backoff, changed: @escaping @Sendable (_ isSlow: Bool) -> Void) {
        outage = Outage(backoff: backoff)
        self.changed = changed
    }

    public func handle(_ delivery: Delivery, next: Handler) async -> Outcome {
        let limit = ContinuousClock.now + Self.longestHold
        var isProbe = false
        admission: while true {
            guard !isClosed else { return .wait(.seconds(1), reason: "the service is shutting down") }
            let now = ContinuousClock.now
            switch outage.admit(at: now) {
            case .go: break admission
            case .probe:
                isProbe = true
                break admission
            case .hold(let until):
                guard now < limit else { return .wait(.seconds(5), reason: Self.waiting) }
                await pause(until: min(until, limit))
            }
        }
        let outcome = await next(delivery)
        return judged(outcome, of: delivery, wasProbe: isProbe)
    }

    /// Lets go of everything that is held, for a shutdown.
    public func close() {
        isClosed = true
        wakeAll()
    }

    private func judged(_ outcome: Outcome, of delivery: Delivery, wasProbe: Bool) -> Outcome {
        let wasOn = outage.isOn
        defer {
            if outage.isOn != wasOn { changed(outage.isOn) }
            if wasOn { wakeAll() }
        }
        switch outcome {
        case .done:
            outage.succeeded()
            return outcome
        // A refusal of this one message, or the last of its attempts: neither tells how others would fare.
        case .wait, .giveUp:
            if wasProbe { outage.probeSaidNothing() }
            return outcome
        case .retry(let delay, let reason):
            var jitter = SystemRandomNumberGenerator()
            let isOutage = outage.failed(
                delivery.message.conversation, delay: delay, wasProbe: wasProbe, at: .now, using: &jitter)
            return isOutage ? .wait(min(delay, .seconds(30)), reason: reason) : outcome
        }
    }

    private static let waiting = "what the service talks to is down for everyone; one message at a time is tried"

    private func pause(until time: ContinuousClock.Instant) async {
        nextWaiter += 1
        let id = nextWaiter
        let timer = Task {
            try? await Task.sleep(until: time, clock: .continuous)
            self.wake(id)
        }
        await withCheckedContinuation { waiters[id] = $0 }
        timer.cancel()
    }

    private func wake(_ id: UInt64) { waiters.removeValue(forKey: id)?.resume() }

    private func wakeAll() {
        let all = waiters.values
        waiters = [:]
        for waiter in all { waiter.resume() }
    }
}
