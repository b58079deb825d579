/// BSON's own coders store these as they are and never come here. Other formats get them as objects, arrays and plain
/// values, as far as Codable has a word for the type.
extension BSONDocument: Codable {
    public init(from decoder: any Decoder) throws {
        let container = try decoder.container(keyedBy: BSONKey.self)
        self.init(try container.allKeys.map { ($0.stringValue, try container.decode(BSONValue.self, forKey: $0)) })
    }

    public func encode(to encoder: any Encoder) throws {
        var container = encoder.container(keyedBy: BSONKey.self)
        for element in self { try container.encode(element.value, forKey: BSONKey(stringValue: element.key)) }
    }
}

extension BSONValue: Codable {
    public init(from decoder: any Decoder) throws {
        if let document = try? BSONDocument(from: decoder) {
            self = .document(document)
            return
        }
        let container = try decoder.singleValueContainer()
        if container.decodeNil() {
            self = .null
        } else if let value = try? container.decode(Bool.self) {
            self = .bool(value)
        } else if let value = try? container.decode(Int64.self) {
            self = .int64(value)
        } else if let value = try? container.decode(Double.self) {
            self = .double(value)
        } else if let value = try? container.decode(String.self) {
            self = .string(value)
        } else {
            self = .array(try container.decode([BSONValue].self))
        }
    }

    public func encode(to encoder: any Encoder) throws {
        var container = encoder.singleValueContainer()
        switch self {
        case .double(let value): try container.encode(value)
        case .string(let value): try container.encode(value)
        case .document(let value): try container.encode(value)
        case .array(let value): try container.encode(value)
        case .binary(let value): try container.encode(value.bytes)
        case .objectID(let value): try container.encode(value)
        case .bool(let value): try container.encode(value)
        case .date(let value): try container.encode(value)
        case .int32(let value): try container.encode(value)
        case .int64(let value): try container.encode(value)
        case .null: try container.encodeNil()
        case .regex, .timestamp, .decimal128, .minKey, .maxKey:
            let context = EncodingError.Context(
                codingPath: encoder.codingPath, debugDescription: "only BSON has a word for \(type.name)")
            throw EncodingError.invalidValue((), context)
        }
    }
}
