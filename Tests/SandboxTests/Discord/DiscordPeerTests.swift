import Foundation
import Testing

@testable import Sandbox

@Suite struct DiscordPeerTests {
    static let bot = [
        "Authorization": "Bot \(DiscordWorld.token)", "User-Agent": "DiscordBot (https://switchboard.example, 1.0)",
    ]
    static let api = "/discord/api/v10"
    static let channel = "\(api)/channels/\(DiscordWorld.channel)"

    private func withDiscord<R: Sendable>(
        _ body: @escaping @Sendable (TestServer, DiscordPeer, FaultBoard) async throws -> R
    ) async throws -> R {
        let clock = SystemClock()
        let faults = FaultBoard(random: SeededRandom(seed: 1), clock: clock)
        let peer = DiscordPeer(random: SeededRandom(seed: 1), clock: clock)
        return try await TestServer.with([peer], faults: faults) { try await body($0, peer, faults) }
    }

    @Test func `the bot's token and a bot's user agent are needed`() async throws {
        try await withDiscord { server, _, _ in
            let me = Self.api + "/users/@me"
            let right = try await server.send("GET", me, headers: Self.bot)
            #expect(right.status == 200 && right.json["id"] == DiscordWorld.bot.id.json)
            let wrong = try await server.send(
                "GET", me, headers: ["Authorization": "Bot x", "User-Agent": "DiscordBot (x, 1)"])
            #expect(wrong.status == 401 && wrong.json == ["code": 0, "message": "401: Unauthorized"])
            let bearer = try await server.send(
                "GET", me,
                headers: ["Authorization": "Bearer \(DiscordWorld.token)", "User-Agent": "DiscordBot (x, 1)"])
            #expect(bearer.status == 401)
            let agent = try await server.send(
                "GET", me, headers: ["Authorization": "Bot \(DiscordWorld.token)", "User-Agent": "curl/8"])
            #expect(agent.status == 403 && agent.json["code"] == 40333)
        }
    }

    @Test(
        arguments: [
            ("GET", "/discord/api/v10/nothing", 404, 0), ("PUT", "/discord/api/v10/users/@me", 405, 0),
            ("GET", "/discord/api/v4/users/@me", 400, 50041), ("GET", "/discord/api/v10/channels/x", 400, 50035),
            ("GET", "/discord/api/v10/channels/1", 404, 10003), ("GET", "/discord/api/v10/guilds/1", 404, 10004),
            ("GET", "\(DiscordPeerTests.channel)/messages/1", 404, 10008),
            ("GET", "\(DiscordPeerTests.channel)/messages?limit=0", 400, 50035),
            ("POST", "\(DiscordPeerTests.channel)/messages", 400, 50109),
            ("GET", "\(DiscordPeerTests.channel)/thread-members", 400, 50024),
            ("DELETE", DiscordPeerTests.channel, 400, 50074),
        ] as [(String, String, Int, Int64)])
    func `what is not there is refused in Discord's words`(
        method: String, path: String, status: Int, code: Int64
    ) async throws {
        try await withDiscord { server, _, _ in
            let answer = try await server.send(method, path, headers: Self.bot)
            #expect(answer.status == status)
            #expect(answer.json["code"] == .integer(code))
            #expect(answer.json["message"]?.string?.isEmpty == false)
        }
    }

    @Test func `the gateway's address is the one that was called`() async throws {
        try await withDiscord { server, _, _ in
            let answer = try await server.send("GET", Self.api + "/gateway/bot", headers: Self.bot).json
            #expect(answer["url"] == .string(server.base.replacing("http", with: "ws") + "/discord/gateway"))
            #expect(answer["session_start_limit"]?["remaining"] == 1000)
        }
    }

    @Test func `the sixth message in five seconds is refused with all that a client needs to wait`() async throws {
        try await withDiscord { server, peer, _ in
            // Side by side, so that a slow machine does not spread them over several windows.
            let answers = try await withThrowingTaskGroup(of: TestServer.Answer.self) { group in
                for _ in 0..<12 {
                    group.addTask {
                        try await server.send(
                            "POST", Self.channel + "/messages", json: ["content": "m"], headers: Self.bot)
                    }
                }
                return try await group.reduce(into: []) { $0.append($1) }
            }
            let refused = try #require(answers.first { $0.status == 429 })
            #expect(refused.header("X-RateLimit-Scope") == "user")
            #expect(refused.header("Retry-After") != nil && refused.json["global"] == false)
            let wait = try #require(refused.json["retry_after"]?.double)
            #expect(wait > 0 && wait <= 5)
            let ledger = await peer.ledger()
            let accepted = answers.filter { $0.status == 200 }.count
            #expect(accepted >= 5 && accepted < 12)
            #expect(ledger["channels"]?[0]?["messages"]?.array?.count == accepted)
        }
    }

    @Test(
        arguments: [
            (FaultKind.serverError, 500), (.badGateway, 502), (.unavailable, 503), (.rateLimited, 429),
            (.cloudflareBan, 429), (.unauthorized, 401),
        ] as [(FaultKind, Int)])
    func `faults answer as Discord or its gatekeeper does`(kind: FaultKind, status: Int) async throws {
        try await withDiscord { server, peer, faults in
            #expect(peer.faultKinds.contains(kind))
            faults.set(Fault(kind: kind, rate: 1, duration: .seconds(60)), peer: "discord")
            let answer = try await server.send("GET", Self.api + "/users/@me", headers: Self.bot)
            #expect(answer.status == status)
            #expect((answer.header("Retry-After") != nil) == (status == 429))
            faults.clear()
            #expect(try await server.send("GET", Self.api + "/users/@me", headers: Self.bot).status == 200)
        }
    }

    @Test func `reset empties the guild and keeps the token`() async throws {
        try await withDiscord { server, peer, _ in
            _ = try await server.send("POST", Self.channel + "/messages", json: ["content": "m"], headers: Self.bot)
            await peer.reset()
            let ledger = await peer.ledger()
            #expect(ledger["channels"]?[0]?["messages"] == [] && ledger["requests"]?["total"] == 0)
            #expect(try await server.send("GET", Self.api + "/users/@me", headers: Self.bot).status == 200)
        }
    }

    @Test func `the page shows threads and lets a person press`() async throws {
        try await withDiscord { server, peer, _ in
            await peer.setOperator(OperatorScript(mode: .nothing))
            let page = try await server.send("GET", "/discord")
            #expect(page.status == 200 && page.text.contains("<dialog") && !page.text.contains("/*SCRIPT*/"))
            let (thread, message) = try await DraftFixture.post(server)
            let view = try await server.send("GET", "/discord/view?channel=\(thread)").json
            #expect(view["threads"]?[0]?["waiting"] == true)
            #expect(view["chosen"]?["messages"]?[0]?["content"] == "a draft")
            let press: JSONValue = [
                "channel": .string(thread), "message": .string(message), "custom_id": "v1:approve:d:1",
            ]
            #expect(try await server.send("POST", "/discord/press", json: press).status == 204)
            var gone = press
            gone["custom_id"] = "v1:approve:d:2"
            #expect(try await server.send("POST", "/discord/press", json: gone).status == 409)
            #expect(await peer.ledger()["interactions"]?[0]?["by"] == "person")
        }
    }
}

/// A thread with a draft in it, as the relay posts them.
enum DraftFixture {
    static let body: JSONValue = [
        "content": "a draft",
        "components": [
            [
                "type": 1,
                "components": [
                    ["type": 2, "style": 3, "label": "Approve", "custom_id": "v1:approve:d:1"],
                    ["type": 2, "style": 2, "label": "Edit", "custom_id": "v1:edit:d:1"],
                    ["type": 2, "style": 4, "label": "Discard", "custom_id": "v1:discard:d:1"],
                ],
            ]
        ],
    ]

    static func post(_ server: TestServer) async throws -> (thread: String, message: String) {
        let headers = DiscordPeerTests.bot
        let thread = try await server.send(
            "POST", DiscordPeerTests.channel + "/threads", json: ["name": "Ana", "type": 11], headers: headers)
        let id = try #require(thread.json["id"]?.string)
        let message = try await server.send(
            "POST", "\(DiscordPeerTests.api)/channels/\(id)/messages", json: body, headers: headers)
        return (id, try #require(message.json["id"]?.string))
    }
}
