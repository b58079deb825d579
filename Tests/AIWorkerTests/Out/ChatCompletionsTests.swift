import CurlHTTP
import Foundation
import Logging
import ServiceRuntime
import Shared
import Synchronization
import Testing

@testable import AIWorker

@Suite struct `Asking for a completion` {
    private static let answer = """
        {"id":"c","object":"chat.completion","created":1,"model":"m-2026","choices":[{"index":0,"message":\
        {"role":"assistant","content":"Hello!"},"finish_reason":"stop"}],"usage":{"prompt_tokens":9,\
        "completion_tokens":3,"total_tokens":12}}
        """

    private func ok(_ text: String = answer) -> Result<HTTPResponse, HTTPError> {
        .success(HTTPResponse(status: 200, body: Array(text.utf8)))
    }

    private func refused(_ status: Int, _ headers: HTTPHeaders = [:], _ body: String = "{}") -> Result<
        HTTPResponse, HTTPError
    > {
        .success(HTTPResponse(status: status, headers: headers, body: Array(body.utf8)))
    }

    /// A service that gives these answers in turn, the last one again and again.
    private final class Peer: Sendable {
        private let answers: [Result<HTTPResponse, HTTPError>]
        private let state = Mutex<(requests: [HTTPRequest], waits: [Duration])>(([], []))
        init(_ answers: [Result<HTTPResponse, HTTPError>]) { self.answers = answers }
        var requests: [HTTPRequest] { state.withLock { $0.requests } }
        var waits: [Duration] { state.withLock { $0.waits } }
        func send(_ request: HTTPRequest) throws(HTTPError) -> HTTPResponse {
            let count = state.withLock { state in
                state.requests.append(request)
                return state.requests.count
            }
            return try answers[min(count, answers.count) - 1].get()
        }
        func sleep(_ wait: Duration) { state.withLock { $0.waits.append(wait) } }
    }

    private func client(
        _ peer: Peer, _ address: String = "https://ai.example/v1", provider: AIProvider = .openai,
        key: String? = "sk-1",
        field: AITokenLimitField = .maxTokens, temperature: Double? = nil, timeout: Duration = .seconds(100),
        isStreamed: Bool = false
    ) throws -> ChatCompletions {
        ChatCompletions(
            ChatCompletions.Settings(
                address: try WebAddress(address), key: key.map { Secret($0) }, provider: provider, model: "m",
                maximumTokens: 400, maximumTokensField: field, temperature: temperature, timeout: timeout,
                isStreamed: isStreamed),
            send: { request throws(HTTPError) in try peer.send(request) },
            stream: { request throws(HTTPError) in AnswerStream(try peer.send(request)) }, sleep: { peer.sleep($0) })
    }

    private let messages = [PromptMessage(role: .system, content: "s"), PromptMessage(role: .user, content: "u/\"é")]

    private func failure(_ client: ChatCompletions) async -> AIServiceError? {
        do {
            _ = try await client.complete(messages)
            return nil
        } catch {
            return error as? AIServiceError
        }
    }

    @Test func `a request is what the API describes`() async throws {
        let peer = Peer([ok()])
        let completion = try await client(peer).complete(messages)
        #expect(
            completion
                == Completion(
                    text: "Hello!", isRefusal: false, finish: .stop, model: "m-2026", promptTokens: 9,
                    completionTokens: 3))
        let request = try #require(peer.requests.first)
        #expect(request.method == .post)
        #expect(request.url == "https://ai.example/v1/chat/completions")
        #expect(request.headers["Authorization"] == "Bearer sk-1")
        #expect(request.headers["Content-Type"] == "application/json")
        #expect(request.timeouts.connect == .seconds(5))
        #expect(request.timeouts.total > .seconds(99) && request.timeouts.total <= .seconds(100))
        let expected =
            #"{"max_tokens":400,"messages":[{"content":"s","role":"system"},"#
            + #"{"content":"u/\"é","role":"user"}],"model":"m"}"#
        #expect(String(decoding: request.body, as: UTF8.self) == expected)
    }

    @Test func `access is checked with a question that costs nothing`() async throws {
        let peer = Peer([ok(#"{"object":"list","data":[]}"#)])
        try await client(peer).checkAccess()
        let request = try #require(peer.requests.first)
        #expect(request.method == .get && request.url == "https://ai.example/v1/models" && request.body.isEmpty)
        #expect(request.headers["Authorization"] == "Bearer sk-1")
    }

    @Test(arguments: [
        (401, AIServiceError.Code?.some(.wrongKey)), (503, .busy),
        // No such list, or none for this key: that proves nothing.
        (403, nil), (404, nil), (405, nil), (429, nil), (501, nil),
    ])
    func `only a refused key and a service that cannot answer fail the check`(
        status: Int, code: AIServiceError.Code?
    ) async throws {
        let client = try client(Peer([refused(status)]))
        var failure: AIServiceError?
        do { try await client.checkAccess() } catch let error as AIServiceError { failure = error }
        #expect(failure?.code == code)
    }

    @Test func `the check is repeated until there is nothing to complain of`() async throws {
        let peer = Peer([
            .failure(HTTPError(.connect, "refused", requestMayHaveBeenProcessed: false)), refused(401), ok("{}"),
        ])
        let client = try client(peer)
        let health = HealthRegistry()
        let logger = Logger(label: "test", factory: { _ in SwiftLogNoOpLogHandler() })
        let problems = Mutex<[String?]>([])
        let check = AccessCheck(note: ServiceNote(health: health, logger: logger), ask: client.checkAccess) { wait in
            problems.withLock { $0.append(health.snapshot.first?.problem) }
            // The long wait at its end is for the shutdown.
            if wait == .seconds(3_600) { throw CancellationError() }
        }
        await #expect(throws: CancellationError.self) { try await check.run() }
        let told = problems.withLock { $0 }
        #expect(told.count == 3)
        #expect(told[0]?.contains("AI_API_URL") == true)
        #expect(told[1] == "https://ai.example refuses the key: check AI_API_KEY.")
        #expect(told[2] == nil && health.isReady)
    }

    @Test func `settings change what is sent`() async throws {
        let peer = Peer([ok()])
        _ = try await client(
            peer, "https://r.example/openai/deployments/d?api-version=1", provider: .azure, field: .maxCompletionTokens,
            temperature: 0.5
        ).complete(messages)
        let request = try #require(peer.requests.first)
        #expect(request.url == "https://r.example/openai/deployments/d/chat/completions?api-version=1")
        #expect(request.headers["api-key"] == "sk-1")
        #expect(request.headers["Authorization"] == nil)
        let body = String(decoding: request.body, as: UTF8.self)
        #expect(body.contains(#""max_completion_tokens":400"#) && body.contains(#""temperature":0.5"#))
        let local = Peer([ok()])
        _ = try await client(local, "http://127.0.0.1:11434/v1", key: nil).complete(messages)
        #expect(local.requests.first?.headers["Authorization"] == nil)
    }

    @Test(arguments: [
        (#"{"choices":[{"message":{"content":"Hi"},"finish_reason":"stop"}]}"#, "Hi", Completion.Finish.stop),
        (#"{"choices":[{"message":{"content":"Hi"},"finish_reason":null}],"usage":null}"#, "Hi", .other),
        (#"{"choices":[{"message":{"content":"Hi"},"finish_reason":"eos"}],"timings":{}}"#, "Hi", .other),
        (#"{"choices":[{"message":{"content":null,"tool_calls":[]},"finish_reason":"tool_calls"}]}"#, "", .toolCalls),
        (#"{"choices":[{"message":{"content":null},"finish_reason":"function_call"}]}"#, "", .toolCalls),
        (#"{"choices":[{"message":{"content":"H"},"finish_reason":"length"}]}"#, "H", .length),
        (#"{"choices":[{"message":{},"finish_reason":"content_filter"}]}"#, "", .contentFilter),
        (
            #"{"choices":[{"message":{"content":[{"type":"text","text":"H"},{"type":"text","text":"i"}]}}]}"#, "Hi",
            .other
        ),
        (
            #"{"choices":[{"message":{"content":"Hi","reasoning_content":"hm"},"finish_reason":"stop"}],"model":7}"#,
            "Hi", .stop
        ),
    ])
    func `answers of all servers are read`(body: String, text: String, finish: Completion.Finish) async throws {
        let completion = try await client(Peer([ok(body)])).complete(messages)
        #expect(completion.text == text)
        #expect(completion.finish == finish)
        #expect(completion.model == "m")
    }

    @Test func `a refusal in the model's own words is told apart`() async throws {
        let body = #"{"choices":[{"message":{"content":null,"refusal":"I cannot"},"finish_reason":"stop"}]}"#
        #expect(try await client(Peer([ok(body)])).complete(messages).isRefusal)
    }

    @Test(arguments: ["", "<html>ok</html>", "{}", #"{"choices":[]}"#, #"{"error":{"message":"x"}}"#, "[1]"])
    func `a success that is no completion is tried again and then told`(body: String) async throws {
        let peer = Peer([ok(body)])
        let error = try await failure(client(peer))
        #expect(error?.code == .unreadableAnswer)
        #expect(peer.requests.count == 3)
    }

    @Test func `what may pass is tried twice more, with growing waits`() async throws {
        let peer = Peer([refused(500), refused(503), ok()])
        #expect(try await client(peer).complete(messages).text == "Hello!")
        #expect(peer.requests.count == 3)
        #expect(peer.waits.count == 2)
        #expect((Duration.milliseconds(375)...(.milliseconds(500))).contains(peer.waits[0]))
        #expect((Duration.milliseconds(750)...(.milliseconds(1000))).contains(peer.waits[1]))
        #expect(peer.requests[0].body == peer.requests[2].body)
        let always = Peer([refused(500)])
        #expect(try await failure(client(always))?.code == .busy)
        #expect(always.requests.count == 3)
    }

    @Test func `what the service asks for is done`() async throws {
        let peer = Peer([
            refused(429, ["retry-after-ms": "1500", "Retry-After": "9"]), refused(429, ["Retry-After": "2"]), ok(),
        ])
        _ = try await client(peer).complete(messages)
        #expect(peer.waits == [.milliseconds(1500), .seconds(2)])
        let never = Peer([refused(500, ["x-should-retry": "false"])])
        #expect(try await failure(client(never))?.isRetriable == false)
        #expect(never.requests.count == 1)
        let anyway = Peer([refused(400, ["x-should-retry": "true"]), ok()])
        _ = try await client(anyway).complete(messages)
        #expect(anyway.requests.count == 2)
    }

    @Test func `a long wait is left to the delay queue`() async throws {
        let peer = Peer([refused(429, ["Retry-After": "600"])])
        let error = try await failure(client(peer))
        #expect(peer.requests.count == 1)
        #expect(error?.retryAfter == .seconds(600))
        #expect(error?.isRetriable == true)
    }

    @Test func `no wait goes beyond the time for the whole call`() async throws {
        let peer = Peer([refused(429, ["Retry-After": "30"])])
        #expect(try await failure(client(peer, timeout: .seconds(20)))?.code == .rateLimited)
        #expect(peer.requests.count == 1)
    }

    @Test func `a connection that fails is tried again, a cancelled one is not`() async throws {
        let down = HTTPError(.connect, "refused", requestMayHaveBeenProcessed: false)
        let peer = Peer([.failure(down), ok()])
        _ = try await client(peer).complete(messages)
        #expect(peer.requests.count == 2)
        for code in [HTTPError.Code.cancelled, .closed] {
            let gone = Peer([.failure(HTTPError(code, "gone", requestMayHaveBeenProcessed: false))])
            await #expect(throws: CancellationError.self) { try await client(gone).complete(messages) }
        }
    }

    private func stream(_ events: String...) -> Result<HTTPResponse, HTTPError> {
        ok(events.map { "data: \($0)\n\n" }.joined())
    }

    private func chunk(_ text: String, finish: String? = nil) -> String {
        #"{"choices":[{"index":0,"delta":{"content":"\#(text)"},"finish_reason":\#(finish.map { "\"\($0)\"" } ?? "null")}]}"#
    }

    @Test func `a stream is put together, and its tokens are asked for and told`() async throws {
        let usage = #"{"model":"m-2026","choices":[],"usage":{"prompt_tokens":9,"completion_tokens":3}}"#
        let peer = Peer([stream(chunk("Hel"), chunk("lo!"), chunk("", finish: "stop"), usage, "[DONE]")])
        let completion = try await client(peer, isStreamed: true).complete(messages)
        #expect(
            completion
                == Completion(
                    text: "Hello!", isRefusal: false, finish: .stop, model: "m-2026", promptTokens: 9,
                    completionTokens: 3))
        let request = try #require(peer.requests.first)
        #expect(request.headers["Accept"] == "text/event-stream")
        #expect(request.timeouts.firstByte == .seconds(60) && request.timeouts.idle == .seconds(20))
        let body = String(decoding: request.body, as: UTF8.self)
        #expect(body.contains(#""stream":true,"stream_options":{"include_usage":true}"#))
    }

    @Test(arguments: [
        (#"{"error":{"message":"x","code":500}}"#, AIServiceError.Code.busy, 3),
        (#"{"error":{"message":"maximum context length","code":400}}"#, .contextTooLong, 1),
        (#"{"error":{"message":"x","type":"rate_limit_error"}}"#, .rateLimited, 3),
        (#"{"error":"out of memory"}"#, .busy, 3), ("<html>", .unreadableAnswer, 3),
    ])
    func `an error in the middle of a stream is an error, whatever follows`(
        event: String, code: AIServiceError.Code, requests: Int
    ) async throws {
        let peer = Peer([stream(chunk("Hel"), event, chunk("lo", finish: "stop"), "[DONE]")])
        #expect(try await failure(client(peer, isStreamed: true))?.code == code)
        #expect(peer.requests.count == requests)
    }

    @Test func `a stream that just ends is no reply and is asked for again`() async throws {
        let peer = Peer([stream(chunk("Hel")), ok(""), stream(chunk("Hello", finish: "stop"))])
        #expect(try await client(peer, isStreamed: true).complete(messages).text == "Hello")
        #expect(peer.requests.count == 3)
    }

    @Test func `a refusal of a stream is read like any other`() async throws {
        let peer = Peer([refused(401)])
        #expect(try await failure(client(peer, isStreamed: true))?.code == .wrongKey)
    }

    @Test func `kinds of services differ as their documents say`() async throws {
        func sent(_ provider: AIProvider, isStreamed: Bool = true) async throws -> (HTTPRequest, String) {
            let peer = Peer([isStreamed ? stream(chunk("Hi", finish: "stop")) : ok()])
            _ = try await client(peer, provider: provider, field: .maxCompletionTokens, isStreamed: isStreamed)
                .complete(messages)
            let request = try #require(peer.requests.first)
            return (request, String(decoding: request.body, as: UTF8.self))
        }
        for provider in AIProvider.allCases {
            let (request, body) = try await sent(provider)
            #expect((request.headers["api-key"] != nil) == (provider == .azure))
            #expect(body.contains("include_usage") == (provider != .azure))
            let isLocal = [.ollama, .lmstudio, .llamacpp].contains(provider)
            #expect(body.contains("max_tokens") == isLocal && body.contains("max_completion_tokens") != isLocal)
            #expect((request.timeouts.firstByte > .seconds(60)) == isLocal)
        }
        let (_, plain) = try await sent(.openai, isStreamed: false)
        #expect(!plain.contains("stream"))
    }

    @Test func `a server that still loads its model is not ready, and what LiteLLM says of costs is kept`() async throws
    {
        let loading = Peer([refused(503, [:], #"{"error":{"message":"Loading model","code":503}}"#)])
        let error = await #expect(throws: AIServiceError.self) {
            try await client(loading, "http://127.0.0.1:8080/v1", provider: .llamacpp).checkAccess()
        }
        #expect(error?.code == .busy)
        #expect(loading.requests.map(\.url) == ["http://127.0.0.1:8080/health"])
        let priced = Peer([
            .success(
                HTTPResponse(
                    status: 200, headers: ["x-litellm-response-cost": "0.0021"], body: Array(Self.answer.utf8)))
        ])
        #expect(try await client(priced, provider: .litellm).complete(messages).cost == 0.0021)
        #expect(try await client(priced).complete(messages).cost == nil)
    }
}

extension AnswerStream {
    /// One that comes in pieces of seven bytes.
    fileprivate init(_ response: HTTPResponse) {
        let rest = Mutex(response.body[...])
        self.init(status: response.status, headers: response.headers) { () async throws(HTTPError) -> [UInt8]? in
            rest.withLock { rest in
                let piece = Array(rest.prefix(7))
                rest = rest.dropFirst(7)
                return piece.isEmpty ? nil : piece
            }
        }
    }
}
