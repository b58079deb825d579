/// A failed call, or the end of a connection. The text is safe to show: it names hosts, exchanges and queues, but no
/// password and nothing of a message's body or headers.
public struct AMQPError: Error, Sendable, Hashable, CustomStringConvertible {
    /// The kind of failure.
    public enum Code: String, Sendable, Hashable, CaseIterable {
        /// No connection came about: unknown host, refused, silent, or something else than RabbitMQ at that port.
        case connect
        /// The TLS handshake failed, or the peer's certificate does not prove its name.
        case tls
        /// User or password is wrong.
        case authentication
        /// The user may not do this, or may not use (or there is not) this virtual host.
        case accessRefused
        /// There is no such exchange or queue.
        case notFound
        /// Something exists with other properties than those asked for.
        case preconditionFailed
        /// Another connection holds this queue exclusively.
        case resourceLocked
        /// The message reached no queue. It is not stored.
        case unroutable
        /// The broker refused to take responsibility for the message. It is not stored.
        case nacked
        /// The message was sent and its fate is not known: publish it again with the same message id.
        case unknown
        /// The connection, channel or consumer has ended. A message that fails with this was not sent.
        case closed
        /// The broker ended the consumer, because its queue was deleted or lost its leader.
        case consumerCancelled
        /// The broker takes no messages for want of memory or disk. The message was not sent.
        case blocked
        /// Too many calls wait on this connection. The message was not sent.
        case busy
        /// The broker did not answer in time. A message that fails with this was not sent.
        case timeout
        /// A message is larger than the limit.
        case tooLarge
        /// The call itself is wrong.
        case invalidArgument
        /// One of the two sides broke the protocol.
        case protocolViolation
        /// The system gave no thread, descriptor or memory.
        case resourcesExhausted
    }

    /// The kind of failure.
    public let code: Code
    /// What happened and what to do about it.
    public let message: String
    /// The reply code of the broker (AMQP 0-9-1, such as 404), when it gave one.
    public let brokerCode: Int?
    /// The broker's own words, when it gave some.
    public let brokerText: String?

    init(_ code: Code, _ message: String, brokerCode: Int? = nil, brokerText: String? = nil) {
        self.code = code
        self.message = message
        self.brokerCode = brokerCode
        self.brokerText = brokerText
    }

    /// Whether the same call can succeed later, on this connection or on a new one, without a person changing anything.
    public var isRetriable: Bool {
        switch code {
        case .connect, .nacked, .unknown, .closed, .consumerCancelled, .blocked, .busy, .timeout, .resourceLocked,
            .protocolViolation, .resourcesExhausted:
            true
        case .tls, .authentication, .accessRefused, .notFound, .preconditionFailed, .unroutable, .tooLarge,
            .invalidArgument:
            false
        }
    }

    public var description: String { message }
}
