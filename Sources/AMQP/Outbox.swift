import Synchronization

/// What other threads want of the connection, until its thread takes it.
///
/// It spares a publish the hop onto the actor and the hop back: the caller leaves the message and its continuation
/// here, and is resumed on its own executor.
final class Outbox: Sendable {
    typealias PublishCaller = CheckedContinuation<AMQPError?, Never>

    struct Publish: Sendable {
        let message: OutgoingMessage
        let caller: PublishCaller
    }

    /// What the thread takes at once. Both lists keep their memory when they are exchanged.
    struct Contents {
        var publishes: [Publish] = []
        /// Bounded by the unsettled deliveries of all consumers.
        var settlements: [Settlement] = []
        var closeDeadline: ContinuousClock.Instant?

        var isEmpty: Bool { publishes.isEmpty && settlements.isEmpty }
    }

    private struct State {
        var contents = Contents()
        /// Why nothing is taken any more.
        var refusal: AMQPError?
    }

    private let state = Mutex(State())

    /// Leaves a message. Answers its caller at once when nothing is taken any more.
    ///
    /// - Returns: whether the thread must be woken: it takes everything at once, so only the first one has to.
    func add(_ publish: Publish) -> Bool {
        let (refusal, mustWake) = state.withLock { state -> (AMQPError?, Bool) in
            if let refusal = state.refusal { return (refusal, false) }
            defer { state.contents.publishes.append(publish) }
            return (nil, state.contents.isEmpty)
        }
        if let refusal { publish.caller.resume(returning: .notSent(because: refusal)) }
        return mustWake
    }

    /// Leaves a settlement; it is dropped when the connection has ended, since the broker has the message again.
    ///
    /// - Returns: whether the thread must be woken.
    func add(_ settlement: Settlement) -> Bool {
        state.withLock { state in
            defer { state.contents.settlements.append(settlement) }
            return state.contents.isEmpty
        }
    }

    /// Takes no more messages. The first call sets the time when the connection must be closed.
    func requestClose(deadline: ContinuousClock.Instant) {
        state.withLock { state in
            state.refusal = state.refusal ?? .closedHere
            state.contents.closeDeadline = state.contents.closeDeadline ?? deadline
        }
    }

    /// When the connection must be closed, if that was asked for.
    var closeDeadline: ContinuousClock.Instant? {
        state.withLock { $0.contents.closeDeadline }
    }

    /// Exchanges the contents for empty lists.
    func take(_ empty: inout Contents) {
        state.withLock { state in
            swap(&state.contents.publishes, &empty.publishes)
            swap(&state.contents.settlements, &empty.settlements)
            empty.closeDeadline = state.contents.closeDeadline
        }
    }

    /// Refuses everything from now on, and returns the messages that were not taken.
    func end(_ cause: AMQPError) -> [Publish] {
        state.withLock { state in
            state.refusal = cause
            state.contents.settlements = []
            defer { state.contents.publishes = [] }
            return state.contents.publishes
        }
    }
}
