import Foundation

@testable import Shared

/// Foundation's coders, as the yardstick of ours: another way to the same bytes.
enum FoundationCoding {
    static func encode(_ value: some Encodable) throws -> [UInt8] {
        let encoder = JSONEncoder()
        encoder.outputFormatting = [.sortedKeys, .withoutEscapingSlashes]
        return Array(try encoder.encode(value))
    }

    static func decode<Value: Decodable>(_ type: Value.Type, from bytes: [UInt8]) throws -> Value {
        try JSONDecoder().decode(type, from: Data(bytes))
    }
}

extension Event: Codable {
    private enum CodingKeys: String, CodingKey { case data }

    init(from decoder: any Decoder) throws {
        let header = try EventHeader(from: decoder)
        let container = try decoder.container(keyedBy: CodingKeys.self)
        guard header.name == Payload.name else {
            throw DecodingError.dataCorruptedError(forKey: .data, in: container, debugDescription: "another type")
        }
        self.init(header: header, data: try container.decode(Payload.self, forKey: .data))
    }

    func encode(to encoder: any Encoder) throws {
        try header.encode(to: encoder)
        var container = encoder.container(keyedBy: CodingKeys.self)
        try container.encode(data, forKey: .data)
    }
}
