import Foundation
import Testing

@testable import Sandbox

@Suite struct AIPeerTests {
    private static let chat: JSONValue = [
        "model": "gpt-4o-mini", "messages": [["role": "user", "content": "How are you?"]],
    ]
    private static let key = ["Authorization": "Bearer sandbox-key"]

    private func withAI<R: Sendable>(
        _ body: @escaping @Sendable (TestServer, FaultBoard) async throws -> R
    ) async throws -> R {
        let faults = FaultBoard(random: SeededRandom(seed: 1), clock: SystemClock())
        let peer = AIPeer(random: SeededRandom(seed: 1), clock: SystemClock())
        return try await TestServer.with([peer], faults: faults) { try await body($0, faults) }
    }

    @Test func `a key is needed and only the right one is accepted`() async throws {
        try await withAI { server, _ in
            let none = try await server.send("POST", "/ai/v1/chat/completions", json: Self.chat)
            #expect(none.status == 401)
            #expect(none.json["error"]?["code"] == .some(.null))
            let wrong = try await server.send(
                "GET", "/ai/v1/models", headers: ["Authorization": "Bearer sk-1234567890"])
            #expect(wrong.status == 401)
            #expect(wrong.json["error"]?["code"] == "invalid_api_key")
            #expect(wrong.json["error"]?["message"]?.string?.contains("1234567890") == false)
        }
    }

    @Test func `an answer has the service's shape and headers`() async throws {
        try await withAI { server, _ in
            let answer = try await server.send(
                "POST", "/ai/v1/chat/completions", json: Self.chat, headers: Self.key)
            #expect(answer.status == 200)
            #expect(answer.json["object"] == "chat.completion")
            #expect(answer.json["choices"]?[0]?["message"]?["content"]?.string?.isEmpty == false)
            #expect(answer.header("x-request-id")?.hasPrefix("req_") == true)
            for name in ["limit", "remaining", "reset"] {
                #expect(answer.header("x-ratelimit-\(name)-requests") != nil)
                #expect(answer.header("x-ratelimit-\(name)-tokens") != nil)
            }
        }
    }

    @Test func `the same question gets the same answer, whatever was asked between`() async throws {
        try await withAI { server, _ in
            func ask(_ text: String) async throws -> String? {
                let body: JSONValue = ["model": "gpt-4o", "messages": [["role": "user", "content": .string(text)]]]
                return try await server.send("POST", "/ai/v1/chat/completions", json: body, headers: Self.key)
                    .json["choices"]?[0]?["message"]?["content"]?.string
            }
            let first = try await ask("Mountains or sea?")
            var others: Set<String?> = []
            for text in ["a", "b", "c", "d"] { others.insert(try await ask(text)) }
            #expect(try await ask("Mountains or sea?") == first)
            #expect(others.count > 1)
        }
    }

    @Test func `a stream is server-sent events that end with DONE`() async throws {
        try await withAI { server, _ in
            var body = Self.chat
            body["stream"] = true
            body["stream_options"] = ["include_usage": true]
            let answer = try await server.send("POST", "/ai/v1/chat/completions", json: body, headers: Self.key)
            #expect(answer.header("Content-Type")?.hasPrefix("text/event-stream") == true)
            let events = answer.text.components(separatedBy: "\n\n").filter { !$0.isEmpty }
            #expect(events.allSatisfy { $0.hasPrefix("data: ") })
            #expect(events.last == "data: [DONE]")
            let usage = try JSONValue(parsing: Data(events[events.count - 2].dropFirst(6).utf8))
            #expect(usage["choices"] == [])
            #expect((usage["usage"]?["total_tokens"]?.int ?? 0) > 0)
        }
    }

    @Test(arguments: [
        (FaultKind.serverError, 500, nil), (.unavailable, 503, nil), (.rateLimited, 429, "rate_limit_exceeded"),
        (.quotaExceeded, 429, "insufficient_quota"), (.unauthorized, 401, "invalid_api_key"),
    ])
    func `faults answer as the service does`(kind: FaultKind, status: Int, code: String?) async throws {
        try await withAI { server, faults in
            faults.set(Fault(kind: kind, rate: 1, duration: .seconds(60)), peer: "ai")
            let answer = try await server.send(
                "POST", "/ai/v1/chat/completions", json: Self.chat, headers: Self.key)
            #expect(answer.status == status)
            #expect(answer.json["error"]?["code"]?.string == code)
            if kind == .rateLimited { #expect(answer.header("retry-after-ms") == "1200") }
        }
    }

    @Test func `models are listed and looked up, other addresses refused`() async throws {
        try await withAI { server, _ in
            let list = try await server.send("GET", "/ai/v1/models", headers: Self.key)
            #expect(list.json["data"]?.array?.count == ChatRequest.models.count)
            #expect(try await server.send("GET", "/ai/v1/models/gpt-4o", headers: Self.key).json["id"] == "gpt-4o")
            #expect(try await server.send("GET", "/ai/v1/models/gpt-9", headers: Self.key).status == 404)
            #expect(try await server.send("GET", "/ai/v1/chat/completions", headers: Self.key).status == 405)
            let unknown = try await server.send("POST", "/ai/v1/embeddings", json: [:], headers: Self.key)
            #expect(unknown.status == 404)
            #expect(unknown.json["error"]?["message"] == "Invalid URL (POST /v1/embeddings)")
        }
    }

    @Test func `the ledger counts`() async throws {
        let peer = AIPeer(random: SeededRandom(seed: 1), clock: SystemClock())
        try await TestServer.with([peer]) { server in
            _ = try await server.send("POST", "/ai/v1/chat/completions", json: Self.chat, headers: Self.key)
            _ = try await server.send("POST", "/ai/v1/chat/completions", json: Self.chat)
        }
        let ledger = await peer.ledger()
        #expect(ledger["requests"] == 2)
        #expect(ledger["refused"] == 1)
        #expect(ledger["completions"] == 1)
    }
}
