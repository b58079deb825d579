import Testing

@testable import AMQP

@Suite struct WireSizeTests {
    @Test func aTextOfMoreThan255BytesIsRefused() throws {
        var properties = AMQPProperties(messageID: String(repeating: "a", count: 255))
        #expect(try properties.checkedSize() > 255)
        properties.messageID = String(repeating: "ä", count: 128)
        let error = #expect(throws: AMQPError.self) { try properties.checkedSize() }
        #expect(error?.code == .invalidArgument)
        #expect(error?.message.contains("message id") == true)
    }

    @Test func headersBeyondTheirLimitAreRefused() throws {
        let large = AMQPProperties(headers: ["x": .string(String(repeating: "a", count: 60_000))])
        #expect(try large.checkedSize() > 60_000)
        let tooLarge = AMQPProperties(headers: ["x": .string(String(repeating: "a", count: 70_000))])
        #expect(throws: AMQPError.self) { try tooLarge.checkedSize() }
        let longName = AMQPProperties(headers: [String(repeating: "n", count: 256): 1])
        #expect(throws: AMQPError.self) { try longName.checkedSize() }
    }

    @Test func valuesNestedTooDeepAreRefused() throws {
        func nested(_ depth: Int) -> AMQPValue { (1..<depth).reduce(.null) { value, _ in [value] } }
        #expect(try AMQPProperties(headers: ["x": nested(32)]).checkedSize() > 0)
        #expect(throws: AMQPError.self) { try AMQPProperties(headers: ["x": nested(33)]).checkedSize() }
        // Deep enough to overflow the stack of a decision that goes all the way down.
        #expect(throws: AMQPError.self) { try AMQPProperties(headers: ["x": nested(5000)]).checkedSize() }
    }

    @Test func theSizeOfATableIsThatOfItsEncoding() throws {
        // Length, then for each entry: name with its length, kind, value.
        #expect(try WireSize.table([:]) == 4)
        #expect(try WireSize.table(["ab": true]) == 4 + 3 + 2)
        #expect(try WireSize.table(["ab": 7]) == 4 + 3 + 9)
        #expect(try WireSize.table(["ab": "xyz"]) == 4 + 3 + 5 + 3)
        #expect(try WireSize.table(["ab": [nil, 1]]) == 4 + 3 + 5 + 1 + 9)
        #expect(try WireSize.table(["ab": ["c": nil]]) == 4 + 3 + 1 + 4 + 2 + 1)
    }
}
