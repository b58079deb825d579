/// One event: a CloudEvents 1.0 envelope around a typed payload, JSON in structured mode.
public struct Event<Payload: EventPayload>: Sendable, Equatable {
    public var header: EventHeader
    public var data: Payload

    public init(header: EventHeader, data: Payload) {
        self.header = header
        self.data = data
    }

    public var id: String { header.id }
    public var conversation: String { header.conversation }
}

extension Event: Codable {
    private enum CodingKeys: String, CodingKey { case data }

    /// Unknown attributes and unknown fields of `data` are accepted; another `type` than the payload's is not.
    public init(from decoder: any Decoder) throws {
        header = try EventHeader(from: decoder)
        let container = try decoder.container(keyedBy: CodingKeys.self)
        guard header.name == Payload.name else {
            throw DecodingError.dataCorruptedError(
                forKey: .data, in: container,
                debugDescription: "the type is \(header.name.type), expected \(Payload.name.type)")
        }
        data = try container.decode(Payload.self, forKey: .data)
    }

    public func encode(to encoder: any Encoder) throws {
        try header.encode(to: encoder)
        var container = encoder.container(keyedBy: CodingKeys.self)
        try container.encode(data, forKey: .data)
    }
}
