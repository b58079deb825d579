internal import Synchronization

/// Lets `run()` wait until somebody says that it is over. One waiter.
final class Ending: Sendable {
    private enum State {
        case open
        case awaited(CheckedContinuation<Void, Never>)
        case over
    }

    private let state = Mutex(State.open)

    /// Returns after ``signal()``, which the cancellation of the task counts as.
    func wait() async {
        await withTaskCancellationHandler {
            await withCheckedContinuation { continuation in
                let isOver = state.withLock { state in
                    if case .over = state { return true }
                    state = .awaited(continuation)
                    return false
                }
                if isOver { continuation.resume() }
            }
        } onCancel: {
            signal()
        }
    }

    func signal() {
        let waiter: CheckedContinuation<Void, Never>? = state.withLock { state in
            defer { state = .over }
            if case .awaited(let continuation) = state { return continuation }
            return nil
        }
        waiter?.resume()
    }
}
