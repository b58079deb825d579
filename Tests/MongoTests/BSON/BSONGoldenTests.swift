import FoundationEssentials
import Testing

@testable import Mongo

@Suite("BSON bytes")
struct BSONGoldenTests {
    /// Each value with the bytes that the specification (bsonspec.org) gives it, without type and key.
    static let values: [(BSONValue, type: UInt8, bytes: [UInt8])] = [
        (.double(5.05), 0x01, [0x33, 0x33, 0x33, 0x33, 0x33, 0x33, 0x14, 0x40]),
        (.string("wörld"), 0x02, [7, 0, 0, 0, 0x77, 0xC3, 0xB6, 0x72, 0x6C, 0x64, 0]),
        (.string("a\0b"), 0x02, [4, 0, 0, 0, 0x61, 0, 0x62, 0]),
        (.document(["x": true]), 0x03, [9, 0, 0, 0, 0x08, 0x78, 0, 1, 0]),
        (.document([:]), 0x03, [5, 0, 0, 0, 0]),
        (.array([true, nil]), 0x04, [12, 0, 0, 0, 0x08, 0x30, 0, 1, 0x0A, 0x31, 0, 0]),
        (.bytes([1, 2, 3]), 0x05, [3, 0, 0, 0, 0, 1, 2, 3]),
        (.binary(BSONBinary([1, 2], subtype: 2)), 0x05, [6, 0, 0, 0, 2, 2, 0, 0, 0, 1, 2]),
        (.binary(BSONBinary([9], subtype: 0x80)), 0x05, [1, 0, 0, 0, 0x80, 9]),
        (
            .objectID(BSONObjectID(hex: "0102030405060708090a0b0c") ?? BSONObjectID(seconds: 0)), 0x07,
            [1, 2, 3, 4, 5, 6, 7, 8, 9, 10, 11, 12]
        ),
        (.bool(false), 0x08, [0]),
        (.date(Date(timeIntervalSince1970: 1_000)), 0x09, [0x40, 0x42, 0x0F, 0, 0, 0, 0, 0]),
        (.date(Date(timeIntervalSince1970: -0.001)), 0x09, [255, 255, 255, 255, 255, 255, 255, 255]),
        (.null, 0x0A, []),
        (.regex(BSONRegex("^a", options: "mi")), 0x0B, [0x5E, 0x61, 0, 0x69, 0x6D, 0]),
        (.int32(-2), 0x10, [0xFE, 0xFF, 0xFF, 0xFF]),
        (.timestamp(BSONTimestamp(seconds: 2, increment: 1)), 0x11, [1, 0, 0, 0, 2, 0, 0, 0]),
        (.int64(1 << 40), 0x12, [0, 0, 0, 0, 0, 1, 0, 0]),
        (
            .decimal128(BSONDecimal128(low: 1, high: 0x3040_0000_0000_0000)), 0x13,
            [1, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0x40, 0x30]
        ),
        (.minKey, 0xFF, []),
        (.maxKey, 0x7F, []),
    ]

    @Test("Every type is written as the specification says and read back", arguments: values.indices)
    func eachType(index: Int) throws {
        let (value, type, payload) = Self.values[index]
        let size = UInt8(4 + 1 + 2 + payload.count + 1)
        let expected = [size, 0, 0, 0, type, UInt8(ascii: "k"), 0] + payload + [0]
        let document = BSONDocument([("k", value)])
        #expect(try document.encoded() == expected)
        #expect(try BSONDocument(bytes: expected) == document)
    }

    @Test("The specification's own example has the specification's bytes")
    func specificationExample() throws {
        let document: BSONDocument = ["BSON": ["awesome", 5.05, .int32(1986)]]
        let expected: [UInt8] =
            [0x31, 0, 0, 0, 0x04] + "BSON".utf8 + [0, 0x26, 0, 0, 0, 0x02, 0x30, 0, 8, 0, 0, 0] + "awesome".utf8
            + [0, 0x01, 0x31, 0, 0x33, 0x33, 0x33, 0x33, 0x33, 0x33, 0x14, 0x40, 0x10, 0x32, 0, 0xC2, 7, 0, 0, 0, 0]
        #expect(try document.encoded() == expected)
        #expect(try BSONDocument(bytes: expected) == document)
    }

    @Test("Array positions are written in decimal, however many there are")
    func arrayPositions() throws {
        let bytes = try BSONDocument([("a", .array((0..<1_234).map { .int($0) }))]).encoded()
        let elements = try BSONSlice(document: bytes).elements()
        let inner = try BSONSlice(bytes, elements[0]).elements()
        #expect(inner.map { String(decoding: bytes[$0.key], as: UTF8.self) } == (0..<1_234).map(String.init))
    }

    @Test("A document keeps its order, and its subscript replaces in place, appends and removes")
    func documentEditing() {
        var document: BSONDocument = ["b": 1, "a": 2, "c": nil]
        document["a"] = "two"
        document["d"] = true
        document["b"] = .some(nil)
        #expect(document == ["b": nil, "a": "two", "c": nil, "d": true])
        document["b"] = Optional<BSONValue>.none
        #expect(document.keys == ["a", "c", "d"])
        #expect(document["c"] == .some(.null) && document["missing"] == nil)
        #expect(document != ["c": nil, "a": "two", "d": true])
        #expect(document.merging(["c": 1, "e": 2]) == ["a": "two", "c": 1, "d": true, "e": 2])
    }

    @Test("Dates keep the nearest millisecond")
    func dateRounding() throws {
        let document: BSONDocument = ["d": .date(Date(timeIntervalSince1970: 1_700_000_000.123_6))]
        let read = try #require(try BSONDocument(bytes: document.encoded())["d"]?.dateValue)
        #expect(read == Date(timeIntervalSince1970: 1_700_000_000.124))
    }

    @Test("Identifiers made here differ, grow and carry their second")
    func objectIDs() throws {
        let made = (0..<1_000).map { _ in BSONObjectID(seconds: 0x0102_0304) }
        #expect(Set(made).count == 1_000)
        #expect(made.allSatisfy { $0.hex.hasPrefix("01020304") && $0.hex.count == 24 })
        #expect(BSONObjectID(seconds: 1) < BSONObjectID(seconds: 2))
        let id = made[0]
        #expect(BSONObjectID(hex: id.hex) == id && BSONObjectID(bytes: id.bytes) == id)
        for wrong in ["", "0102", "0102030405060708090a0b0g", "+102030405060708090a0b0c", id.hex + "0"] {
            #expect(BSONObjectID(hex: wrong) == nil)
        }
    }
}
