/// The CloudEvents 1.0 attributes of an event, without its `data`.
///
/// | attribute | here | meaning |
/// |---|---|---|
/// | `id` | ``id`` | UUIDv7, unique for ever; a consumer's inbox is keyed by it |
/// | `source` | ``source`` | `/switchboard/<service>` |
/// | `type` | ``name`` | `switchboard.<name>.v1` |
/// | `time` | ``time`` | when the event was made |
/// | `subject`, `partitionkey`, `correlationid` | ``conversation`` | the conversation: order is kept within it |
/// | `sequence` | ``sequence`` | position in the conversation, from 1, zero-padded to 19 digits so that text sorts |
/// | `causationid` | ``causation`` | id of the event that led to this one |
/// | `origintime` | ``origin`` | when the message that began this chain appeared on the page |
/// | `traceparent` | ``trace`` | W3C trace context at the start of the chain |
public struct EventHeader: Sendable, Equatable {
    public var id: String
    public var source: String
    public var name: EventName
    public var time: Timestamp
    public var conversation: String
    public var sequence: Int64?
    public var causation: String?
    public var origin: Timestamp?
    public var trace: TraceParent

    public init(
        id: String, source: String, name: EventName, time: Timestamp, conversation: String, sequence: Int64?,
        causation: String?, origin: Timestamp?, trace: TraceParent
    ) {
        self.id = id
        self.source = source
        self.name = name
        self.time = time
        self.conversation = conversation
        self.sequence = sequence
        self.causation = causation
        self.origin = origin
        self.trace = trace
    }
}

extension EventHeader: Codable {
    /// The members of an event's object.
    enum Attribute: String, CodingKey {
        case specversion, id, source, type, time, subject, datacontenttype, partitionkey, sequence, correlationid
        case causationid, origintime, traceparent, data
    }

    public init(from decoder: any Decoder) throws {
        try self.init(decoder.container(keyedBy: Attribute.self))
    }

    /// Reads the attributes, by any coder.
    init<Container: KeyedDecodingContainerProtocol>(_ container: Container) throws where Container.Key == Attribute {
        let version = try container.decode(String.self, forKey: .specversion)
        guard version == "1.0" else {
            throw DecodingError.dataCorruptedError(
                forKey: .specversion, in: container, debugDescription: "CloudEvents 1.0 is required")
        }
        id = try container.decode(String.self, forKey: .id)
        source = try container.decode(String.self, forKey: .source)
        name = try EventName(type: container.decode(String.self, forKey: .type))
        time = try container.decode(Timestamp.self, forKey: .time)
        conversation = try container.decode(String.self, forKey: .correlationid)
        causation = try container.decodeIfPresent(String.self, forKey: .causationid)
        origin = try container.decodeIfPresent(Timestamp.self, forKey: .origintime)
        // A trace that cannot be read is no reason to refuse an event: the specification asks for a new one.
        trace = try container.decodeIfPresent(String.self, forKey: .traceparent).flatMap(TraceParent.init) ?? .start()
        guard !id.isEmpty, !source.isEmpty, !conversation.isEmpty else {
            throw DecodingError.dataCorruptedError(
                forKey: .id, in: container, debugDescription: "id, source and correlationid must not be empty")
        }
        sequence = try container.decodeIfPresent(String.self, forKey: .sequence).map { text in
            guard let value = Int64(text), value > 0 else {
                throw DecodingError.dataCorruptedError(
                    forKey: .sequence, in: container, debugDescription: "sequence is a positive number in digits")
            }
            return value
        }
    }

    public func encode(to encoder: any Encoder) throws {
        var container = encoder.container(keyedBy: Attribute.self)
        try container.encode("1.0", forKey: .specversion)
        try container.encode(id, forKey: .id)
        try container.encode(source, forKey: .source)
        try container.encode(name.type, forKey: .type)
        try container.encode(time, forKey: .time)
        try container.encode("application/json", forKey: .datacontenttype)
        try container.encode(conversation, forKey: .subject)
        try container.encode(conversation, forKey: .partitionkey)
        try container.encode(conversation, forKey: .correlationid)
        try container.encodeIfPresent(sequence.map(Self.padded), forKey: .sequence)
        try container.encodeIfPresent(causation, forKey: .causationid)
        try container.encodeIfPresent(origin, forKey: .origintime)
        try container.encode(trace.description, forKey: .traceparent)
    }

    static func padded(_ sequence: Int64) -> String {
        let digits = String(sequence)
        return String(repeating: "0", count: max(0, 19 - digits.count)) + digits
    }
}
