public import Shared

/// An event on its way: its bytes, and those of its attributes that brokers and middleware need without decoding it.
public struct Message: Sendable, Equatable {
    /// The event's id; a repeated delivery carries the same one.
    public var id: String
    /// CloudEvents `type`.
    public var type: String
    /// What subscriptions select by: the event's name.
    public var routingKey: String
    /// What order is kept within: the conversation.
    public var conversation: String
    /// Position in the conversation.
    public var sequence: Int64?
    public var causation: String?
    public var traceparent: String
    public var contentType: String
    public var time: Timestamp
    /// Who made it, as CloudEvents `source`.
    public var source: String
    public var body: [UInt8]

    public init(
        id: String, type: String, routingKey: String, conversation: String, sequence: Int64?, causation: String?,
        traceparent: String, contentType: String, time: Timestamp, source: String, body: [UInt8]
    ) {
        self.id = id
        self.type = type
        self.routingKey = routingKey
        self.conversation = conversation
        self.sequence = sequence
        self.causation = causation
        self.traceparent = traceparent
        self.contentType = contentType
        self.time = time
        self.source = source
        self.body = body
    }
}

extension Message {
    /// A message is at most this long: brokers slow down on large ones. What is larger goes to the database and is referred to.
    public static let maximumBodyBytes = 256 * 1024

    public init<Payload>(_ event: Event<Payload>) throws {
        try self.init(header: event.header, body: EventCoding.encode(event))
    }

    /// For bytes that were encoded before, such as an outbox row's.
    public init(header: EventHeader, body: [UInt8]) {
        self.init(
            id: header.id, type: header.name.type, routingKey: header.name.rawValue, conversation: header.conversation,
            sequence: header.sequence, causation: header.causation, traceparent: header.trace.description,
            contentType: EventCoding.contentType, time: header.time, source: header.source, body: body)
    }
}
