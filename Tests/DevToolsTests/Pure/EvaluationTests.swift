import Foundation
import Testing

@testable import DevTools

@Suite struct EvaluationTests {
    private func value<T: Decodable & Sendable>(_ result: String, as type: T.Type) throws -> T {
        let frame = Data(#"{"id":1,"result":\#(result)}"#.utf8)
        return try ReplyFrame<RuntimeDomain.Evaluate<T>>.result(of: frame).value
    }

    @Test func `A value is decoded, and undefined and null are nil`() throws {
        #expect(try value(#"{"result":{"type":"number","value":3}}"#, as: Int.self) == 3)
        #expect(try value(#"{"result":{"type":"undefined"}}"#, as: Int?.self) == nil)
        #expect(try value(#"{"result":{"type":"object","value":null}}"#, as: [String]?.self) == nil)
    }

    @Test func `A value of another type is an error without the value`() {
        for result in [#"{"result":{"type":"string","value":"secret"}}"#, #"{"result":{"type":"undefined"}}"#] {
            let error = #expect(throws: DevToolsError.self) { try value(result, as: Int.self) }
            #expect(error?.code == .unexpectedResult)
            #expect(error.map { "\($0) \(String(reflecting: $0))".contains("secret") } == false)
        }
    }

    @Test func `An exception's text stays out of the error`() {
        let thrown = """
            {"result":{"type":"object","subtype":"error","value":{}},"exceptionDetails":{"text":"Uncaught secret",\
            "lineNumber":2,"columnNumber":4,"exception":{"className":"TypeError","description":"TypeError: secret"}}}
            """
        let error = #expect(throws: DevToolsError.self) { try value(thrown, as: Int.self) }
        #expect(error?.code == .javascript)
        #expect(error?.message == "The script threw TypeError at line 3, column 5.")
    }

    @Test func `A class name that a page made up stays out too`() {
        let thrown = """
            {"result":{"type":"object"},"exceptionDetails":{"text":"x","lineNumber":0,"columnNumber":0,\
            "exception":{"className":"call +49 123"}}}
            """
        let error = #expect(throws: DevToolsError.self) { try value(thrown, as: Int.self) }
        #expect(error?.message.contains("an exception") == true)
    }

    @Test(arguments: [
        (-32001, "Session with given id not found.", DevToolsError.Code.detached),
        (-32000, "Execution was terminated", .timeout),
        (-32602, "uniqueContextId not found", .contextLost),
        (-32000, "Execution context was destroyed.", .contextLost),
        (-32601, "'X.y' wasn't found", .refused(-32601)), (-32603, "Internal error", .refused(-32603)),
    ])
    func `Chromium's refusals are told apart`(code: Int, message: String, expected: DevToolsError.Code) {
        let frame = Data(#"{"id":1,"error":{"code":\#(code),"message":"\#(message)"}}"#.utf8)
        let error = #expect(throws: DevToolsError.self) {
            try ReplyFrame<BrowserDomain.Close>.result(of: frame)
        }
        #expect(error?.code == expected)
    }

    @Test func `Arguments go as values, whatever they hold`() throws {
        let hostile = "'); alert(1); ('\u{0}\u{2028}"
        let command = RuntimeDomain.CallFunctionOn<Int>(
            functionDeclaration: "(a) => a", arguments: [.init(value: hostile), .init(value: [1, 2])],
            uniqueContextId: "c")
        let bytes = try RequestFrame(command, id: 7, session: "s").encoded()
        #expect(!bytes.contains(0))
        let object = try JSONSerialization.jsonObject(with: Data(bytes)) as? [String: Any]
        let arguments = (object?["params"] as? [String: Any])?["arguments"] as? [[String: Any]]
        #expect(arguments?[0]["value"] as? String == hostile)
        #expect(arguments?[1]["value"] as? [Int] == [1, 2])
    }
}
