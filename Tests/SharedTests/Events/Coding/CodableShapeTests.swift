import Testing

@testable import Shared

@Suite struct `Codable types of every shape` {
    @Test func `scalars, their limits, and what optional leaves out`() throws {
        try compare(Scalars())
        try compare(Scalars(text: nil, whole: .min, small: .min, unsigned: .max, double: -0.1, float: 3.25, flag: true))
        for double: Double in [
            0, -0.0, 1, 0.1, 1e21, 1e-7, .leastNonzeroMagnitude, .greatestFiniteMagnitude, 123_456_789.123,
        ] {
            try compare(Scalars(double: double))
        }
        var chance = SeededGenerator(seed: 21)
        for _ in 0..<2000 {
            let double = Double(bitPattern: chance.next())
            guard double.isFinite else { continue }
            try compare(Scalars(double: double, float: Float(Int16.random(in: .min ... .max, using: &chance))))
        }
    }

    @Test func `arrays, dictionaries and their nesting`() throws {
        try compare([[1, 2], [], [3]])
        try compare(["b": ["x": 1], "a": [:], "": ["é": 2, "e": 3]])
        try compare([String?.some("x"), nil])
        try compare(Dictionary(uniqueKeysWithValues: (0..<100).map { ("key \($0)", $0) }))
        try compare([[String: [Int]]]())
    }

    @Test func `containers that are filled late, and classes with a superclass`() throws {
        try compare(Late(parts: ["b", "a"], inner: 7))
        let derived = Derived(base: 1, own: "x")
        let bytes = try encode(derived)
        #expect(try bytes == FoundationCoding.encode(derived))
        let back = try decode(Derived.self, bytes)
        #expect(back.base == 1 && back.own == "x")
    }

    @Test func `numbers that JSON does not have are refused, with the path alone`() {
        for double in [Double.nan, .infinity, -.infinity] {
            #expect { try encode(Scalars(double: double)) } throws: { error in
                guard case EncodingError.invalidValue(_, let context) = error else { return false }
                return context.codingPath.map(\.stringValue) == ["double"]
            }
        }
    }

    @Test func `numbers that do not fit their type are refused and never rounded`() throws {
        #expect(throws: DecodingError.self) { try decode([Int8].self, Array("[128]".utf8)) }
        #expect(throws: DecodingError.self) { try decode([UInt].self, Array("[-1]".utf8)) }
        #expect(throws: DecodingError.self) { try decode([Int64].self, Array("[9223372036854775808]".utf8)) }
        #expect(throws: DecodingError.self) { try decode([Int].self, Array("[1.5]".utf8)) }
        #expect(throws: DecodingError.self) { try decode([Int].self, Array("[9007199254740993.0]".utf8)) }
        #expect(throws: DecodingError.self) { try decode([Double].self, Array("[1e999]".utf8)) }
        #expect(try decode([Int].self, Array("[1.0, 1e3, -0, -9223372036854775808]".utf8)) == [1, 1000, 0, .min])
    }

    @Test func `of a member that comes twice the last counts`() throws {
        #expect(try decode([String: Int].self, Array(#"{"a":1,"\u0061":2}"#.utf8)) == ["a": 2])
        let many = (0..<40).map { "\"k\($0)\":0" }.joined(separator: ",")
        #expect(try decode([String: Int].self, Array("{\(many),\"k7\":5}".utf8))["k7"] == 5)
    }

    @Test func `escapes are read, those of surrogate pairs too`() throws {
        let text = #"["\"\\\/\b\f\n\r\t", "\u0041\u00e9\u20AC\uD83D\ude00", "\u0000"]"#
        #expect(try decode([String].self, Array(text.utf8)) == ["\"\\/\u{8}\u{C}\n\r\t", "Aé€😀", "\0"])
    }

    @Test func `a payload that nests itself without end is refused`() {
        #expect(throws: EncodingError.self) { try encode(Endless()) }
    }

    private func compare<Value: Codable & Equatable>(_ value: Value) throws {
        let bytes = try encode(value)
        #expect(try bytes == FoundationCoding.encode(value))
        #expect(try decode(Value.self, bytes) == value)
    }

    private func encode(_ value: some Encodable) throws -> [UInt8] {
        let writer = JSONWriter()
        try JSONValueEncoder(writer).encodeAll(value)
        return writer.bytes
    }

    private func decode<Value: Decodable>(_ type: Value.Type, _ bytes: [UInt8]) throws -> Value {
        try Value(from: JSONValueDecoder(JSONDocument(bytes), index: 0, under: nil, key: nil))
    }
}

private struct Scalars: Codable, Equatable {
    var text: String? = "x"
    var whole: Int64 = 7
    var small: Int8 = -7
    var unsigned: UInt64 = 7
    var double: Double = 0.5
    var float: Float = 0.5
    var flag = false
    var alphaBeta = 1
    var alpha = 2
}

private struct Endless: Encodable {
    private enum Key: String, CodingKey { case more }

    func encode(to encoder: any Encoder) throws {
        var container = encoder.container(keyedBy: Key.self)
        try container.encode(Endless(), forKey: .more)
    }
}

/// Opens its containers first and fills them in turn.
private struct Late: Codable, Equatable {
    private enum Key: String, CodingKey { case parts, inner, deep, after }

    var parts: [String]
    var inner: Int

    init(parts: [String], inner: Int) {
        self.parts = parts
        self.inner = inner
    }

    init(from decoder: any Decoder) throws {
        let container = try decoder.container(keyedBy: Key.self)
        var array = try container.nestedUnkeyedContainer(forKey: .parts)
        parts = []
        while !array.isAtEnd { parts.append(try array.decode(String.self)) }
        inner = try container.nestedContainer(keyedBy: Key.self, forKey: .inner).decode(Int.self, forKey: .deep)
    }

    func encode(to encoder: any Encoder) throws {
        var container = encoder.container(keyedBy: Key.self)
        var array = container.nestedUnkeyedContainer(forKey: .parts)
        var object = container.nestedContainer(keyedBy: Key.self, forKey: .inner)
        try container.encode("after", forKey: .after)
        for part in parts { try array.encode(part) }
        try object.encode(inner, forKey: .deep)
        _ = container.superEncoder(forKey: .deep)
    }
}

private class Base: Codable {
    var base: Int
    init(base: Int) { self.base = base }
}

private final class Derived: Base {
    private enum Key: String, CodingKey { case own }

    var own: String

    init(base: Int, own: String) {
        self.own = own
        super.init(base: base)
    }

    required init(from decoder: any Decoder) throws {
        let container = try decoder.container(keyedBy: Key.self)
        own = try container.decode(String.self, forKey: .own)
        try super.init(from: container.superDecoder())
    }

    override func encode(to encoder: any Encoder) throws {
        var container = encoder.container(keyedBy: Key.self)
        try container.encode(own, forKey: .own)
        try super.encode(to: container.superEncoder())
    }
}
