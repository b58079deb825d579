import Foundation
import Testing

@testable import Sandbox

@Suite struct ChatRequestTests {
    struct Refused: Sendable, CustomTestStringConvertible {
        var body: JSONValue
        var status = 400
        var param: String?
        var code: String?

        var testDescription: String { String(decoding: body.data(), as: UTF8.self) }
    }

    private static let hello: JSONValue = [["role": "user", "content": "hi"]]

    private static func with(_ name: String, _ value: JSONValue) -> JSONValue {
        var body: JSONValue = ["model": "gpt-4o-mini", "messages": hello]
        body[name] = value
        return body
    }

    static let refused: [Refused] = [
        Refused(body: ["messages": hello]),
        Refused(body: ["model": "gpt-9", "messages": hello], status: 404, code: "model_not_found"),
        Refused(body: ["model": "gpt-4o"], param: "messages", code: "missing_required_parameter"),
        Refused(body: ["model": "gpt-4o", "messages": []], param: "messages", code: "empty_array"),
        Refused(body: ["model": "gpt-4o", "messages": "hi"], param: "messages", code: "invalid_type"),
        Refused(
            body: ["model": "gpt-4o", "messages": [["content": "hi"]]], param: "messages[0].role",
            code: "missing_required_parameter"),
        Refused(
            body: ["model": "gpt-4o", "messages": [["role": "robot", "content": "hi"]]], param: "messages[0].role",
            code: "invalid_value"),
        Refused(
            body: ["model": "gpt-4o", "messages": [["role": "user"]]], param: "messages[0].content",
            code: "missing_required_parameter"),
        Refused(
            body: ["model": "gpt-4o", "messages": [["role": "user", "content": 3]]], param: "messages[0].content",
            code: "invalid_type"),
        Refused(body: with("temperature", 2.5), param: "temperature", code: "decimal_above_max_value"),
        Refused(body: with("temperature", "hot"), param: "temperature", code: "invalid_type"),
        Refused(body: with("max_tokens", 0), param: "max_tokens", code: "integer_below_min_value"),
        Refused(body: with("n", 1.5), param: "n", code: "invalid_type"),
        Refused(body: with("stop", ["a", "b", "c", "d", "e"]), param: "stop", code: "array_above_max_length"),
        Refused(body: with("stream_options", ["include_usage": true]), param: "stream_options"),
        Refused(body: with("response_format", ["type": "xml"]), param: "response_format.type", code: "invalid_value"),
        Refused(body: with("temprature", 1)),
        Refused(body: [1, 2]),
    ]

    @Test(arguments: refused)
    func `the service's refusals`(refused: Refused) {
        let failure = #expect(throws: AIFailure.self) { _ = try ChatRequest(parsing: refused.body.data()) }
        #expect(failure?.status == refused.status)
        #expect(failure?.param == refused.param)
        #expect(failure?.code == refused.code)
        #expect(failure?.type == "invalid_request_error")
    }

    @Test func `both limits of the answer at once are refused`() {
        var body = Self.with("max_tokens", 5)
        body["max_completion_tokens"] = 5
        #expect(throws: AIFailure.self) { _ = try ChatRequest(parsing: body.data()) }
    }

    @Test func `a full request is read`() throws {
        let body: JSONValue = [
            "model": "gpt-4o", "stream": true, "stream_options": ["include_usage": true], "max_completion_tokens": 50,
            "temperature": 0.2, "n": 2, "seed": 7, "stop": "END", "user": nil,
            "messages": [
                ["role": "developer", "content": "Be kind."],
                ["role": "user", "content": [["type": "text", "text": "a"], ["type": "text", "text": "b"]]],
                ["role": "assistant", "content": nil, "tool_calls": []],
            ],
        ]
        let request = try ChatRequest(parsing: body.data())
        #expect(request.messages.map(\.text) == ["Be kind.", "ab", ""])
        #expect(request.isStreamed && request.includesUsage)
        #expect(request.maxTokens == 50)
        #expect(request.count == 2)
        #expect(request.stop == ["END"])
        #expect(request.promptTokens > 3)
    }
}
