/// The type byte that precedes each element of a BSON document (bsonspec.org, version 1.1).
///
/// The types that the specification calls deprecated (undefined, DB pointer, symbol) and JavaScript code are left out:
/// this product never writes them, and a document that holds one is refused instead of being half understood.
enum BSONType: UInt8, Sendable {
    case double = 0x01
    case string = 0x02
    case document = 0x03
    case array = 0x04
    case binary = 0x05
    case objectID = 0x07
    case bool = 0x08
    case date = 0x09
    case null = 0x0A
    case regex = 0x0B
    case int32 = 0x10
    case timestamp = 0x11
    case int64 = 0x12
    case decimal128 = 0x13
    case maxKey = 0x7F
    case minKey = 0xFF

    /// The word for this type in an error, as in "expected string, found int32".
    var name: String {
        switch self {
        case .double: "double"
        case .string: "string"
        case .document: "document"
        case .array: "array"
        case .binary: "binary"
        case .objectID: "objectID"
        case .bool: "bool"
        case .date: "date"
        case .null: "null"
        case .regex: "regex"
        case .int32: "int32"
        case .timestamp: "timestamp"
        case .int64: "int64"
        case .decimal128: "decimal128"
        case .maxKey: "maxKey"
        case .minKey: "minKey"
        }
    }
}
