import Synchronization

/// Cancels the handlers under way once a shutdown has no more time for them: their messages come again, and no attempt
/// is counted. One that is done all the same is done.
///
/// Inside of what remembers outcomes, which must tell that a message comes again; outside of the time limit. One instance
/// serves one service.
public final class LimitDrain: Middleware {
    private struct State {
        var isOver = false
        var next: UInt64 = 0
        var underWay: [UInt64: Task<Outcome, Never>] = [:]
    }

    private let state = Mutex(State())

    public init() {}

    public func handle(_ delivery: Delivery, next: Handler) async -> Outcome {
        await withoutActuallyEscaping(next) { next in
            let work = state.withLock { state -> (id: UInt64, task: Task<Outcome, Never>)? in
                guard !state.isOver else { return nil }
                state.next += 1
                let task = Task { await next(delivery) }
                state.underWay[state.next] = task
                return (state.next, task)
            }
            guard let work else { return Self.later }
            let outcome = await withTaskCancellationHandler {
                await work.task.value
            } onCancel: {
                work.task.cancel()
            }
            let isEnded = state.withLock { state in
                state.underWay[work.id] = nil
                return state.isOver
            }
            // A failure then says more about the shutdown than about the message.
            return isEnded && outcome != .done ? Self.later : outcome
        }
    }

    /// Cancels what is under way, and lets nothing begin any more.
    public func end() {
        let tasks = state.withLock { state in
            state.isOver = true
            return state.underWay.values
        }
        for task in tasks { task.cancel() }
    }

    private static let later = Outcome.wait(.seconds(1), reason: "the service is shutting down")
}
