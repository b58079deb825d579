import Synchronization

/// One body on its way through a ``BlockingPool``: it is run, refused or cancelled, whichever comes first, and exactly
/// one of them resumes the caller.
final class BlockingCall<Result: Sendable>: Sendable {
    private enum State {
        case new
        case queued(CheckedContinuation<Result, any Error>)
        case cancelledEarly
        case taken
    }

    private let state = Mutex(State.new)
    private let body: @Sendable () throws -> Result

    init(_ body: @escaping @Sendable () throws -> Result) {
        self.body = body
    }

    /// Hands over the caller. False when it was cancelled before; it is then resumed already.
    func arm(_ continuation: CheckedContinuation<Result, any Error>) -> Bool {
        let isArmed = state.withLock { state in
            guard case .new = state else { return false }
            state = .queued(continuation)
            return true
        }
        if !isArmed { continuation.resume(throwing: CancellationError()) }
        return isArmed
    }

    /// Runs the body on this thread, unless the caller has gone.
    func run() {
        guard let continuation = take() else { return }
        continuation.resume(with: Swift.Result { try body() })
    }

    /// Gives the caller an error in place of a run.
    func refuse(_ error: PollThreadError) {
        take()?.resume(throwing: error)
    }

    /// Lets go of a caller whose body has not begun.
    func cancel() {
        let continuation: CheckedContinuation<Result, any Error>? = state.withLock { state in
            switch state {
            case .new:
                state = .cancelledEarly
                return nil
            case .queued(let continuation):
                state = .taken
                return continuation
            case .cancelledEarly, .taken:
                return nil
            }
        }
        continuation?.resume(throwing: CancellationError())
    }

    private func take() -> CheckedContinuation<Result, any Error>? {
        state.withLock { state in
            guard case .queued(let continuation) = state else { return nil }
            state = .taken
            return continuation
        }
    }
}
