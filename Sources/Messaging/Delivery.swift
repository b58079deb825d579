/// One attempt to have a message handled.
public struct Delivery: Sendable {
    public var message: Message
    /// 1 for the first; counts our own retries only, never the broker's redeliveries.
    public var attempt: Int
    /// How often it was put off behind something else; costs no attempt.
    public var deferrals: Int
    /// The broker gave it out before and heard nothing: it may have been handled.
    public var isRedelivered: Bool
    /// The queue it came from.
    public var queue: String

    public init(message: Message, attempt: Int, deferrals: Int = 0, isRedelivered: Bool, queue: String) {
        self.message = message
        self.attempt = attempt
        self.deferrals = deferrals
        self.isRedelivered = isRedelivered
        self.queue = queue
    }
}

extension Delivery {
    /// It may have left a trace in an earlier attempt, here or in another instance.
    public var mayHaveHistory: Bool { attempt > 1 || deferrals > 0 || isRedelivered }
}
