import struct FoundationEssentials.Data
import class FoundationEssentials.JSONDecoder
import class FoundationEssentials.JSONEncoder

/// How events become bytes: JSON with sorted keys, so that equal events are equal bytes.
public enum EventCoding {
    /// The AMQP and HTTP content type of an event in structured mode.
    public static let contentType = "application/cloudevents+json; charset=utf-8"

    public static func encode<Payload>(_ event: Event<Payload>) throws -> [UInt8] {
        let encoder = JSONEncoder()
        encoder.outputFormatting = [.sortedKeys, .withoutEscapingSlashes]
        return Array(try encoder.encode(event))
    }

    public static func decode<Payload>(_ type: Event<Payload>.Type, from bytes: [UInt8]) throws -> Event<Payload> {
        try JSONDecoder().decode(type, from: Data(bytes))
    }

    public static func decodeHeader(from bytes: [UInt8]) throws -> EventHeader {
        try JSONDecoder().decode(EventHeader.self, from: Data(bytes))
    }
}
