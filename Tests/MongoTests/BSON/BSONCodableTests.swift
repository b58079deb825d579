import Foundation
import Testing

@testable import Mongo

@Suite("Codable and BSON")
struct BSONCodableTests {
    enum Mode: String, Codable { case off, draft }
    enum Level: Int, Codable {
        case low = 1
        case high = 2
    }

    struct Everything: Codable, Equatable {
        var _id: String
        var int = 1
        var int8: Int8 = -8
        var int16: Int16 = 16
        var int32: Int32 = 32
        var int64: Int64 = 1 << 40
        var uint: UInt = 1
        var uint8: UInt8 = 255
        var uint16: UInt16 = 16
        var uint32: UInt32 = .max
        var uint64 = UInt64(Int64.max)
        var float: Float = 0.5
        var double = 0.1
        var bool = true
        var text = "Grüße"
        var date = Date(timeIntervalSince1970: 1_700_000_000.125)
        var bytes: [UInt8] = [1, 2, 3]
        var data = Data([4, 5])
        var uuid = UUID(uuid: (1, 2, 3, 4, 5, 6, 7, 8, 9, 10, 11, 12, 13, 14, 15, 16))
        var url = URL(string: "https://example.com/a?b=c")
        var id = BSONObjectID(seconds: 1)
        var mode = Mode.draft
        var level = Level.high
        var missing: String?
        var present: String? = "here"
        var list = [1, 2, 3]
        var holes: [Int?] = [1, nil, 3]
        var nested = [["a": 1.5], ["b": 2]]
        var map = ["x": Mode.off]
        var empty: [String] = []
        var dates = [Date(timeIntervalSince1970: 1)]
    }

    @Test("A type with one of everything comes back as it was")
    func everything() throws {
        let value = Everything(_id: "1")
        let bytes = try BSONEncoder().encode(value)
        #expect(try BSONDecoder().decode(Everything.self, from: bytes) == value)
    }

    @Test("Each Swift type is stored as the BSON type that the encoder promises")
    func types() throws {
        let document = try BSONEncoder().encodeDocument(Everything(_id: "1"))
        let expected: [String: BSONType] = [
            "int": .int64, "int8": .int32, "int16": .int32, "int32": .int32, "int64": .int64, "uint": .int64,
            "uint8": .int32, "uint16": .int32, "uint32": .int64, "uint64": .int64, "float": .double, "double": .double,
            "bool": .bool, "text": .string, "date": .date, "bytes": .binary, "data": .binary, "uuid": .string,
            "url": .string, "id": .objectID, "mode": .string, "level": .int64, "list": .array, "map": .document,
            "dates": .array,
        ]
        for (key, type) in expected { #expect(document[key]?.type == type, "\(key)") }
        #expect(document["uuid"] == "01020304-0506-0708-090A-0B0C0D0E0F10")
        #expect(document["holes"] == [1, nil, 3])
        #expect(document["dates"]?.arrayValue?.first?.type == .date)
        #expect(document["missing"] == nil, "nil is left out")
        #expect(document.keys.first == "_id", "the order is the type's own")
    }

    @Test("A missing key and a null both decode to nil; a null where a value must be is an error")
    func missingAndNull() throws {
        struct Optionals: Codable, Equatable {
            var text: String?
            var date: Date?
            var nested: [String: Int]?
            var list: [Int?]?
        }
        let nothing = Optionals()
        #expect(try BSONDecoder().decode(Optionals.self, from: [:] as BSONDocument) == nothing)
        let nulls: BSONDocument = ["text": nil, "date": nil, "nested": nil, "list": nil]
        #expect(try BSONDecoder().decode(Optionals.self, from: nulls) == nothing)
        #expect(try BSONEncoder().encodeDocument(nothing) == [:])
    }

    @Test("Integers take any number that they can hold exactly, doubles take any number")
    func numbers() throws {
        struct Numbers: Codable, Equatable {
            var a: Int
            var b: Int32
            var c: Double
        }
        let document: BSONDocument = ["a": .double(3), "b": .int64(4), "c": .int32(5)]
        #expect(try BSONDecoder().decode(Numbers.self, from: document) == Numbers(a: 3, b: 4, c: 5))
        for wrong in [["a": 0.5, "b": 1, "c": 1], ["a": 1, "b": .int64(1 << 40), "c": 1]] as [BSONDocument] {
            let error = #expect(throws: MongoError.self) { try BSONDecoder().decode(Numbers.self, from: wrong) }
            #expect(error?.message.contains("expected an integer that Int") == true)
        }
    }

    @Test("An unsigned integer above Int64.max is refused with its place")
    func unsigned() {
        let error = #expect(throws: MongoError.self) { try BSONEncoder().encode(["a": [UInt64.max]]) }
        #expect(error?.code == .encoding)
        #expect(error?.message.contains("a.0: an unsigned integer") == true)
    }

    @Test("Classes, nested containers and enums with values come back, written in any order")
    func unusualEncodings() throws {
        let child = Child()
        child.name = "c"
        child.base = 7
        let read = try BSONDecoder().decode(Child.self, from: BSONEncoder().encode(child))
        #expect(read.name == "c" && read.base == 7)

        let tree = Interleaved(values: [3, 4, 5])
        let document = try BSONEncoder().encodeDocument(tree)
        #expect(
            document == [
                "first": 1, "box": ["list": [3, [["deep": true]], 4, [], 5], "after": "x"], "last": 2, "empty": [:],
            ])

        enum Action: Codable, Equatable {
            case say(text: String, times: Int)
            case stop
        }
        let actions = ["a": Action.say(text: "hi", times: 2), "b": .stop]
        #expect(try BSONDecoder().decode([String: Action].self, from: BSONEncoder().encode(actions)) == actions)
    }

    /// Writes into two nested containers in turns.
    struct Interleaved: Encodable {
        var values: [Int]

        func encode(to encoder: any Encoder) throws {
            var container = encoder.container(keyedBy: BSONKey.self)
            try container.encode(1, forKey: BSONKey(stringValue: "first"))
            var box = container.nestedContainer(keyedBy: BSONKey.self, forKey: BSONKey(stringValue: "box"))
            var list = box.nestedUnkeyedContainer(forKey: BSONKey(stringValue: "list"))
            try container.encode(2, forKey: BSONKey(stringValue: "last"))
            _ = container.nestedContainer(keyedBy: BSONKey.self, forKey: BSONKey(stringValue: "empty"))
            try list.encode(values[0])
            var inner = list.nestedUnkeyedContainer()
            try box.encode("x", forKey: BSONKey(stringValue: "after"))
            try list.encode(values[1])
            var deep = inner.nestedContainer(keyedBy: BSONKey.self)
            _ = list.nestedUnkeyedContainer()
            try list.encode(values[2])
            try deep.encode(true, forKey: BSONKey(stringValue: "deep"))
        }
    }

    class Base: Codable {
        var base = 0
        init() {}
    }

    final class Child: Base {
        var name = ""
        enum Keys: String, CodingKey { case name }

        override init() { super.init() }

        required init(from decoder: any Decoder) throws {
            let container = try decoder.container(keyedBy: Keys.self)
            name = try container.decode(String.self, forKey: .name)
            try super.init(from: container.superDecoder())
        }

        override func encode(to encoder: any Encoder) throws {
            var container = encoder.container(keyedBy: Keys.self)
            try container.encode(name, forKey: .name)
            try super.encode(to: container.superEncoder())
        }
    }

    @Test("A type that contains itself without end is an error, not a crash")
    func endless() {
        struct Endless: Encodable {
            enum Keys: String, CodingKey { case again }
            func encode(to encoder: any Encoder) throws {
                var container = encoder.container(keyedBy: Keys.self)
                try container.encode(self, forKey: .again)
            }
        }
        let error = #expect(throws: MongoError.self) { try BSONEncoder().encode(Endless()) }
        #expect(error?.code == .tooLarge)
    }

    @Test("Only what is stored as a document can be encoded on its own")
    func topLevel() {
        #expect(throws: MongoError.self) { try BSONEncoder().encode([1, 2]) }
        #expect(throws: MongoError.self) { try BSONEncoder().encode("text") }
        #expect(throws: MongoError.self) { try BSONDecoder().decode([Int].self, from: [5, 0, 0, 0, 0]) }
    }

    @Test("A document goes through JSON and back where JSON has the words")
    func json() throws {
        let document: BSONDocument = ["a": 1, "b": ["x", nil, 1.5, true], "c": ["d": "e"]]
        let data = try JSONEncoder().encode(document)
        let read = try JSONDecoder().decode(BSONDocument.self, from: data)
        #expect(read["a"] == 1 && read["b"] == ["x", nil, 1.5, true] && read["c"] == ["d": "e"])
    }
}
