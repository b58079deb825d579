public import struct FoundationEssentials.Date

/// What travels with a message's body. Each text is at most 255 bytes of UTF-8, the headers at most
/// ``maximumHeaderSize`` bytes together.
public struct AMQPProperties: Sendable, Hashable {
    /// Whether the broker keeps a message in a durable queue across its own restart.
    public enum DeliveryMode: UInt8, Sendable, Hashable {
        case transient = 1
        case persistent = 2
    }

    /// The largest table of headers, in bytes on the wire. It must fit one frame (131,072 bytes by default) with the
    /// other properties.
    public static let maximumHeaderSize = 64 * 1024

    /// The MIME type of the body.
    public var contentType: String?
    /// The MIME encoding of the body.
    public var contentEncoding: String?
    /// Nil means ``DeliveryMode/persistent`` when published.
    public var deliveryMode: DeliveryMode?
    /// 0 to 255; quorum queues ignore it.
    public var priority: UInt8?
    public var correlationID: String?
    public var replyTo: String?
    /// The message's time to live in milliseconds, as digits.
    public var expiration: String?
    /// What tells the message from every other one, also when it is published a second time. Nil means that a random
    /// one is given when published.
    public var messageID: String?
    /// When the message was made, in whole seconds.
    public var timestamp: Date?
    public var type: String?
    /// The name of the connection's user; the broker refuses any other.
    public var userID: String?
    public var appID: String?
    public var headers: [String: AMQPValue]

    public init(
        contentType: String? = nil, contentEncoding: String? = nil, deliveryMode: DeliveryMode? = nil,
        priority: UInt8? = nil, correlationID: String? = nil, replyTo: String? = nil, expiration: String? = nil,
        messageID: String? = nil, timestamp: Date? = nil, type: String? = nil, userID: String? = nil,
        appID: String? = nil, headers: [String: AMQPValue] = [:]
    ) {
        self.contentType = contentType
        self.contentEncoding = contentEncoding
        self.deliveryMode = deliveryMode
        self.priority = priority
        self.correlationID = correlationID
        self.replyTo = replyTo
        self.expiration = expiration
        self.messageID = messageID
        self.timestamp = timestamp
        self.type = type
        self.userID = userID
        self.appID = appID
        self.headers = headers
    }
}
