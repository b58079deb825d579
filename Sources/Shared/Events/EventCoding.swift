/// How events become bytes: JSON with sorted keys, so that equal events are equal bytes.
///
/// Foundation's coders take longer for an event than everything else on its way to the broker together, so this has its
/// own, for any `Codable` payload. What is read is read strictly, see ``JSONScanner``; of a member that comes twice the
/// last counts. Dates, data and addresses of Foundation are encoded as their own `Codable` has it.
public enum EventCoding {
    /// The AMQP and HTTP content type of an event in structured mode.
    public static let contentType = "application/cloudevents+json; charset=utf-8"

    /// - Throws: `EncodingError` for a number that JSON does not have, and what the payload's own `encode(to:)` throws.
    public static func encode<Payload>(_ event: Event<Payload>) throws -> [UInt8] {
        let writer = JSONWriter(capacity: 1536)
        try event.header.write(to: writer) {
            if let data = event.data as? any JSONWritable { return data.write(to: writer) }
            try JSONValueEncoder(writer, key: EventHeader.Attribute.data).encodeAll(event.data)
        }
        return writer.bytes
    }

    /// Unknown attributes and unknown fields of `data` are accepted; another `type` than the payload's is not.
    ///
    /// - Throws: `DecodingError`, whose coding path says where and whose words quote nothing; `EventTypeError` for a
    ///   `type` that this version does not know.
    public static func decode<Payload>(_ type: Event<Payload>.Type, from bytes: [UInt8]) throws -> Event<Payload> {
        let envelope = JSONValueDecoder(try JSONDocument(bytes), index: 0, under: nil, key: nil)
        let members = try envelope.members(keyedBy: EventHeader.Attribute.self)
        let header = try EventHeader(members)
        guard header.name == Payload.name else {
            throw envelope.corrupted("the type is not \(Payload.name.type)", EventHeader.Attribute.data)
        }
        return Event(header: header, data: try members.decode(Payload.self, forKey: .data))
    }

    /// Reads the attributes alone. The rest must be JSON, and nothing is made of it.
    ///
    /// - Throws: as ``decode(_:from:)``.
    public static func decodeHeader(from bytes: [UInt8]) throws -> EventHeader {
        let envelope = JSONValueDecoder(try JSONDocument(bytes), index: 0, under: nil, key: nil)
        return try EventHeader(envelope.members(keyedBy: EventHeader.Attribute.self))
    }
}
