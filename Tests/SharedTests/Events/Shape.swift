import Shared

/// What JSON a type reads, as far as a JSON Schema can tell it too.
indirect enum Shape: Equatable {
    struct Property: Equatable {
        var shape: Shape
        var isRequired: Bool
    }

    case string, integer, number, boolean, timestamp
    case choice(Set<String>)
    case object([String: Property])
    case list(Shape)

    /// Whether there is anything in it that may be left out.
    var hasOptions: Bool {
        switch self {
        case .object(let properties): properties.values.contains { !$0.isRequired || $0.shape.hasOptions }
        case .list(let shape): shape.hasOptions
        default: false
        }
    }
}

extension Shape {
    /// Finds out by letting the type decode itself from values made up on the way.
    init<Value: Decodable>(of type: Value.Type) throws { self = try Self.probe(type).shape }

    fileprivate static func probe<Value: Decodable>(_ type: Value.Type) throws -> (shape: Shape, value: Value) {
        if let timestamp = Timestamp(milliseconds: 0) as? Value { return (.timestamp, timestamp) }
        if let cases = (type as? any CaseIterable.Type).map({ Self.cases($0) }), let first = cases.first as? Value {
            return (
                .choice(Set(cases.compactMap { ($0 as? any RawRepresentable).flatMap { Self.rawText($0) } })), first
            )
        }
        let decoder = ShapeDecoder()
        let value = try Value(from: decoder)
        return (decoder.scalar ?? .object(decoder.properties), value)
    }

    private static func cases<Value: CaseIterable>(_ type: Value.Type) -> [Any] { Array(type.allCases) }
    private static func rawText<Value: RawRepresentable>(_ value: Value) -> String? { value.rawValue as? String }
}

/// Plays the part of a decoder and remembers what it was asked for.
private final class ShapeDecoder: Decoder {
    var properties: [String: Shape.Property] = [:]
    var scalar: Shape?
    let codingPath: [any CodingKey] = []
    let userInfo: [CodingUserInfoKey: Any] = [:]

    struct NotJSONObject: Error {}

    func container<Key: CodingKey>(keyedBy type: Key.Type) -> KeyedDecodingContainer<Key> {
        KeyedDecodingContainer(ShapeContainer(decoder: self))
    }
    func unkeyedContainer() -> any UnkeyedDecodingContainer { ShapeList(decoder: self) }
    func singleValueContainer() -> any SingleValueDecodingContainer { ShapeScalar(decoder: self) }
}

private struct ShapeContainer<Key: CodingKey>: KeyedDecodingContainerProtocol {
    let decoder: ShapeDecoder
    let codingPath: [any CodingKey] = []
    let allKeys: [Key] = []

    func contains(_ key: Key) -> Bool { true }
    func decodeNil(forKey key: Key) -> Bool { false }

    private func made<Value: Decodable>(_ type: Value.Type, _ key: Key, isRequired: Bool) throws -> Value {
        let (shape, value) = try Shape.probe(type)
        decoder.properties[key.stringValue] = Shape.Property(shape: shape, isRequired: isRequired)
        return value
    }

    func decode<Value: Decodable>(_ type: Value.Type, forKey key: Key) throws -> Value {
        try made(type, key, isRequired: true)
    }
    func decodeIfPresent<Value: Decodable>(_ type: Value.Type, forKey key: Key) throws -> Value? {
        try made(type, key, isRequired: false)
    }
    // The overloads for single types would otherwise go past the general one.
    func decodeIfPresent(_ type: String.Type, forKey key: Key) throws -> String? {
        try made(type, key, isRequired: false)
    }
    func decodeIfPresent(_ type: Bool.Type, forKey key: Key) throws -> Bool? { try made(type, key, isRequired: false) }
    func decodeIfPresent(_ type: Double.Type, forKey key: Key) throws -> Double? {
        try made(type, key, isRequired: false)
    }
    func decodeIfPresent(_ type: Int.Type, forKey key: Key) throws -> Int? { try made(type, key, isRequired: false) }
    func decodeIfPresent(_ type: Int64.Type, forKey key: Key) throws -> Int64? {
        try made(type, key, isRequired: false)
    }

    func nestedContainer<Nested: CodingKey>(
        keyedBy type: Nested.Type, forKey key: Key
    ) throws -> KeyedDecodingContainer<Nested> { throw ShapeDecoder.NotJSONObject() }
    func nestedUnkeyedContainer(forKey key: Key) throws -> any UnkeyedDecodingContainer {
        throw ShapeDecoder.NotJSONObject()
    }
    func superDecoder() throws -> any Decoder { throw ShapeDecoder.NotJSONObject() }
    func superDecoder(forKey key: Key) throws -> any Decoder { throw ShapeDecoder.NotJSONObject() }
}

/// A list of one element.
private struct ShapeList: UnkeyedDecodingContainer {
    let decoder: ShapeDecoder
    let codingPath: [any CodingKey] = []
    let count: Int? = 1
    private(set) var currentIndex = 0
    var isAtEnd: Bool { currentIndex > 0 }

    init(decoder: ShapeDecoder) { self.decoder = decoder }

    mutating func decodeNil() -> Bool { false }
    mutating func decode<Value: Decodable>(_ type: Value.Type) throws -> Value {
        let (shape, value) = try Shape.probe(type)
        decoder.scalar = .list(shape)
        currentIndex += 1
        return value
    }

    mutating func nestedContainer<Nested: CodingKey>(
        keyedBy type: Nested.Type
    ) throws -> KeyedDecodingContainer<Nested> { throw ShapeDecoder.NotJSONObject() }
    mutating func nestedUnkeyedContainer() throws -> any UnkeyedDecodingContainer { throw ShapeDecoder.NotJSONObject() }
    mutating func superDecoder() throws -> any Decoder { throw ShapeDecoder.NotJSONObject() }
}

private struct ShapeScalar: SingleValueDecodingContainer {
    let decoder: ShapeDecoder
    let codingPath: [any CodingKey] = []

    func decodeNil() -> Bool { false }
    func decode(_ type: Bool.Type) -> Bool { made(.boolean, true) }
    func decode(_ type: String.Type) -> String { made(.string, "text") }
    func decode(_ type: Double.Type) -> Double { made(.number, 1) }
    func decode(_ type: Float.Type) -> Float { made(.number, 1) }
    func decode<Value: Decodable>(_ type: Value.Type) throws -> Value {
        guard let type = type as? any FixedWidthInteger.Type, let value = one(type) as? Value else {
            throw ShapeDecoder.NotJSONObject()
        }
        return made(.integer, value)
    }

    private func one<Number: FixedWidthInteger>(_ type: Number.Type) -> Any { Number(1) }
    private func made<Value>(_ shape: Shape, _ value: Value) -> Value {
        decoder.scalar = shape
        return value
    }
}
