import FoundationEssentials

@testable import Mongo

/// Random numbers that are the same each time.
struct SeededGenerator: RandomNumberGenerator {
    private var state: UInt64

    init(seed: UInt64) {
        state = seed
    }

    /// SplitMix64.
    mutating func next() -> UInt64 {
        state &+= 0x9E37_79B9_7F4A_7C15
        var value = state
        value = (value ^ (value >> 30)) &* 0xBF58_476D_1CE4_E5B9
        value = (value ^ (value >> 27)) &* 0x94D0_49BB_1331_11EB
        return value ^ (value >> 31)
    }
}

enum BSONSamples {
    /// One of everything, some of it nested.
    static let everything: BSONDocument = [
        "_id": "c/1", "double": 1.5, "text": "Grüße 👋", "date": .date(Date(timeIntervalSince1970: 1_700_000_000)),
        "binary": .bytes([0, 1, 2]), "old": .binary(BSONBinary([1], subtype: 2)), "yes": true, "none": nil,
        "regex": .regex(BSONRegex("^a.*", options: "i")), "int32": .int32(7), "int64": 1_234_567_890_123,
        "timestamp": .timestamp(BSONTimestamp(seconds: 5, increment: 6)), "min": .minKey, "max": .maxKey,
        "decimal": .decimal128(BSONDecimal128(low: 7, high: 8)), "id": .objectID(BSONObjectID(seconds: 9)),
        "messages": [["author": "Ada", "seq": 1], ["author": "Bob", "seq": 2, "tags": ["x", "y"]]],
        "deep": ["a": ["b": ["c": [1, [2, [3]]]]]],
    ]

    struct Shape: Codable {
        struct Message: Codable {
            var author: String
            var seq: Int
            var tags: [String]?
        }
        var _id: String
        var double: Double
        var text: String
        var date: Date
        var binary: [UInt8]
        var yes: Bool
        var none: String?
        var int32: Int32
        var int64: Int64
        var id: BSONObjectID
        var messages: [Message]
        var deep: BSONDocument
    }

    /// A document of random shape.
    static func document(depth: Int = 1, using random: inout SeededGenerator) -> BSONDocument {
        let count = Int.random(in: 0...6, using: &random)
        return BSONDocument((0..<count).map { ("k\($0)", value(depth: depth, using: &random)) })
    }

    private static func value(depth: Int, using random: inout SeededGenerator) -> BSONValue {
        switch Int.random(in: 0...(depth < 6 ? 16 : 13), using: &random) {
        case 0: .double(Double.random(in: -1e9...1e9, using: &random))
        case 1:
            .string(
                String(
                    (0..<Int.random(in: 0...20, using: &random)).map { _ in
                        "aé漢\0👋".randomElement(using: &random) ?? "x"
                    }))
        case 2: .binary(BSONBinary([1, 2, 3], subtype: .random(in: 0...255, using: &random)))
        case 3: .objectID(BSONObjectID(seconds: .random(in: 0...(1 << 31), using: &random)))
        case 4: .bool(.random(using: &random))
        case 5: .date(Date(timeIntervalSince1970: Double(Int.random(in: -1_000_000...1_000_000, using: &random)) / 8))
        case 6: .null
        case 7: .regex(BSONRegex("a+", options: "xi"))
        case 8: .int32(.random(in: .min ... .max, using: &random))
        case 9: .timestamp(BSONTimestamp(seconds: .random(in: 0 ... .max, using: &random), increment: 3))
        case 10: .int64(.random(in: .min ... .max, using: &random))
        case 11: .decimal128(BSONDecimal128(low: random.next(), high: random.next()))
        case 12: .minKey
        case 13: .maxKey
        case 14:
            .array((0..<Int.random(in: 0...12, using: &random)).map { _ in value(depth: depth + 1, using: &random) })
        default: .document(document(depth: depth + 1, using: &random))
        }
    }
}
