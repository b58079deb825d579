/// Hands messages to a broker.
public protocol Publisher: Sendable {
    /// Returns when the broker has taken responsibility for the message: it is stored for every service that wants its
    /// type, and where none does among the unrouted ones, for a person to look at. The publisher is not told which: a
    /// broker that has another place for such a message counts it as routed, and nobody has lost it.
    ///
    /// Throws ``PublishError`` otherwise, within 35 seconds at most. After an error the message may still have arrived
    /// (``PublishError/Code/unknown``): publish the same message with the same id again; consumers drop the second.
    /// Messages of one conversation keep their order when each is awaited before the next is published.
    func publish(_ message: Message) async throws(PublishError)
}

/// Why one message was not published.
public struct PublishError: Error, CustomStringConvertible {
    public enum Code: String, Sendable {
        /// No queue has it, not even that of the unrouted messages: somebody has removed that. Publish it again when
        /// the broker's queues are as they should be.
        case unroutable
        /// The broker refused it, as a full queue does. Publish it again later.
        case refused
        /// Nobody can know whether it arrived. Publish it again with the same id.
        case unknown
        /// There is no connection. It did not arrive.
        case disconnected
        /// The message can never be published: too large, for instance.
        case invalid
    }

    public let code: Code
    /// What happened, in words; safe to show.
    public let message: String

    public init(code: Code, message: String) {
        self.code = code
        self.message = message
    }

    public var isRetriable: Bool { code != .invalid }
    public var description: String { message }
}
