public import FoundationEssentials

/// One value of a BSON document.
///
/// Literals work where a value is expected: `["name": "Ada", "age": ["$gt": 30], "tags": ["a", "b"], "gone": nil]`. An
/// integer literal is stored in 64 bits.
public enum BSONValue: Hashable, Sendable {
    case double(Double)
    case string(String)
    case document(BSONDocument)
    case array([BSONValue])
    case binary(BSONBinary)
    case objectID(BSONObjectID)
    case bool(Bool)
    /// A moment in UTC, stored as whole milliseconds since 1970: the nearest one is kept.
    case date(Date)
    case null
    case regex(BSONRegex)
    case int32(Int32)
    case timestamp(BSONTimestamp)
    case int64(Int64)
    case decimal128(BSONDecimal128)
    case minKey
    case maxKey

    /// An integer, stored in 64 bits.
    public static func int(_ value: Int) -> BSONValue { .int64(Int64(value)) }

    /// Plain bytes (subtype 0).
    public static func bytes(_ value: [UInt8]) -> BSONValue { .binary(BSONBinary(value)) }

    /// Strings in an array, as in `["$in": .strings(ids)]`.
    public static func strings(_ values: some Sequence<String>) -> BSONValue { .array(values.map { .string($0) }) }

    var type: BSONType {
        switch self {
        case .double: .double
        case .string: .string
        case .document: .document
        case .array: .array
        case .binary: .binary
        case .objectID: .objectID
        case .bool: .bool
        case .date: .date
        case .null: .null
        case .regex: .regex
        case .int32: .int32
        case .timestamp: .timestamp
        case .int64: .int64
        case .decimal128: .decimal128
        case .minKey: .minKey
        case .maxKey: .maxKey
        }
    }
}

extension BSONValue {
    /// The text, if this is a string.
    public var stringValue: String? {
        if case .string(let value) = self { value } else { nil }
    }

    /// The number, if this is an integer of either width, or a double without a fraction that fits.
    public var intValue: Int? {
        switch self {
        case .int32(let value): Int(value)
        case .int64(let value): Int(value)
        case .double(let value): Int(exactly: value)
        default: nil
        }
    }

    /// The number, if this is one.
    public var doubleValue: Double? {
        switch self {
        case .double(let value): value
        case .int32(let value): Double(value)
        case .int64(let value): Double(value)
        default: nil
        }
    }

    public var boolValue: Bool? {
        if case .bool(let value) = self { value } else { nil }
    }

    public var dateValue: Date? {
        if case .date(let value) = self { value } else { nil }
    }

    public var documentValue: BSONDocument? {
        if case .document(let value) = self { value } else { nil }
    }

    public var arrayValue: [BSONValue]? {
        if case .array(let value) = self { value } else { nil }
    }

    public var binaryValue: BSONBinary? {
        if case .binary(let value) = self { value } else { nil }
    }

    public var objectIDValue: BSONObjectID? {
        if case .objectID(let value) = self { value } else { nil }
    }

    public var isNull: Bool { self == .null }
}
