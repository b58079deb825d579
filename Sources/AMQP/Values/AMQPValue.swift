public import struct FoundationEssentials.Date

/// A value in a message's headers or in the arguments of a declaration.
public enum AMQPValue: Sendable, Hashable {
    /// Text. What comes from the broker as a string but is not UTF-8 is `bytes`.
    case string(String)
    /// Every integer of the wire. Unsigned ones beyond `Int64.max` come as `Int64.max`.
    case int64(Int64)
    case bool(Bool)
    /// Both floating-point sizes, and decimals.
    case double(Double)
    case bytes([UInt8])
    /// A moment in whole seconds; the wire has no fractions.
    case timestamp(Date)
    case array([AMQPValue])
    case table([String: AMQPValue])
    case null

    /// How deep arrays and tables may be nested. Deeper ones are refused when sent, and `null` when received.
    public static let maximumDepth = 32
}

extension AMQPValue {
    /// The text, when this is one.
    public var stringValue: String? {
        if case .string(let value) = self { value } else { nil }
    }

    /// The integer, when this is one.
    public var intValue: Int64? {
        if case .int64(let value) = self { value } else { nil }
    }

    /// The truth value, when this is one.
    public var boolValue: Bool? {
        if case .bool(let value) = self { value } else { nil }
    }

    /// The elements, when this is an array.
    public var arrayValue: [AMQPValue]? {
        if case .array(let value) = self { value } else { nil }
    }

    /// The entries, when this is a table.
    public var tableValue: [String: AMQPValue]? {
        if case .table(let value) = self { value } else { nil }
    }
}

extension AMQPValue: ExpressibleByStringLiteral, ExpressibleByIntegerLiteral, ExpressibleByBooleanLiteral,
    ExpressibleByFloatLiteral, ExpressibleByArrayLiteral, ExpressibleByDictionaryLiteral, ExpressibleByNilLiteral
{
    public init(stringLiteral value: String) { self = .string(value) }
    public init(integerLiteral value: Int64) { self = .int64(value) }
    public init(booleanLiteral value: Bool) { self = .bool(value) }
    public init(floatLiteral value: Double) { self = .double(value) }
    public init(arrayLiteral elements: AMQPValue...) { self = .array(elements) }
    public init(nilLiteral: ()) { self = .null }

    /// A table; of two entries with the same key the later one counts.
    public init(dictionaryLiteral elements: (String, AMQPValue)...) {
        self = .table(Dictionary(elements) { _, last in last })
    }
}
