/// What can go wrong with a thread or a pool of this module. The text is safe to show and holds no data of the work.
public struct PollThreadError: Error, Sendable, CustomStringConvertible {
    /// The kind of fault.
    public enum Code: Sendable, Hashable {
        /// The system gave no thread or no file descriptor.
        case resourcesExhausted
        /// The thread was started before; a `PollThread` has one life.
        case alreadyStarted
        /// As many bodies are waiting as the pool's bound allows.
        case queueFull
        /// The pool is shut down.
        case closed
    }

    /// The kind of fault.
    public let code: Code
    /// What happened and what to do about it.
    public let message: String

    /// Whether the same call can succeed later.
    public var isRetriable: Bool {
        switch code {
        case .resourcesExhausted, .queueFull: true
        case .alreadyStarted, .closed: false
        }
    }

    public var description: String { message }
}
