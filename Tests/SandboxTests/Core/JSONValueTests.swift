import Foundation
import Testing

@testable import Sandbox

@Suite struct JSONValueTests {
    @Test(arguments: [
        "null", "true", "-12", "1.5", "\"a\"", "[]", "{}", "[1,[2,{\"a\":null}]]",
        "{\"a\":\"\\\"\\\\\\n\\t\\u0001é😀/\",\"b\":9007199254740993}",
    ])
    func `what is written reads back equal`(text: String) throws {
        let value = try JSONValue(parsing: Data(text.utf8))
        #expect(try JSONValue(parsing: value.data()) == value)
    }

    @Test func `whole numbers stay whole and large integers exact`() throws {
        let value = try JSONValue(parsing: Data("[1, 1.5, 9007199254740993]".utf8))
        #expect(value == [1, 1.5, .integer(9_007_199_254_740_993)])
        #expect(value[0]?.int == 1)
        #expect(value[1]?.int == nil)
        #expect(value[1]?.double == 1.5)
    }

    @Test func `keys are sorted and control characters escaped`() {
        let value: JSONValue = ["b": 1, "a": "x\u{1}\n\"", "c": .number(.infinity)]
        #expect(String(decoding: value.data(), as: UTF8.self) == #"{"a":"x\u0001\n\"","b":1,"c":null}"#)
    }

    @Test func `a wrong kind reads as nil and writing a member makes an object`() {
        var value: JSONValue = "text"
        #expect(value["a"] == nil)
        #expect(value[3] == nil)
        value["a"] = true
        #expect(value == ["a": true])
        value["a"] = nil
        #expect(value == .object([:]))
    }

    @Test func `Codable types go in and out`() throws {
        struct Point: Codable, Equatable {
            var x: Int
            var y: Double?
        }
        let value = try JSONValue(encoding: Point(x: 1, y: 2.5))
        #expect(value == ["x": 1, "y": 2.5])
        #expect(try value.decode(as: Point.self) == Point(x: 1, y: 2.5))
    }

    @Test func `broken JSON is refused`() {
        #expect(throws: (any Error).self) { _ = try JSONValue(parsing: Data("{\"a\":".utf8)) }
    }
}
