import Foundation
import Testing

@testable import Sandbox

/// The peer with a bot at its gateway: presses, answers, lost connections.
@Suite struct OperatedGatewayTests {
    private func withDiscord<R: Sendable>(
        _ mode: OperatorScript.Mode, clock: any SandboxClock = SystemClock(),
        _ body: @escaping @Sendable (TestServer, DiscordPeer) async throws -> R
    ) async throws -> R {
        let settings = Gateway.Settings(heartbeatInterval: .seconds(30), identifySpacing: .zero)
        let peer = DiscordPeer(random: SeededRandom(seed: 1), clock: clock, settings: settings)
        await peer.setOperator(OperatorScript(mode: mode, delay: .milliseconds(10)...(.milliseconds(30))))
        return try await TestServer.with([peer]) { try await body($0, peer) }
    }

    private func join(_ peer: DiscordPeer) async throws -> GatewayClient {
        let client = await GatewayClient(peer)
        await client.identify()
        _ = try await client.wait(for: "GUILD_CREATE")
        return client
    }

    /// Answers an interaction; gives the status.
    private func answer(_ server: TestServer, _ press: JSONValue, _ body: JSONValue) async throws -> Int {
        let (id, token) = (press["id"]?.string ?? "", press["token"]?.string ?? "")
        return try await server.send(
            "POST", "\(DiscordPeerTests.api)/interactions/\(id)/\(token)/callback", json: body,
            headers: ["User-Agent": "any"]
        ).status
    }

    @Test func `a draft is approved and its buttons are taken away`() async throws {
        try await withDiscord(.approve) { server, peer in
            let client = try await join(peer)
            let (_, message) = try await DraftFixture.post(server)
            let press = try await client.wait(for: "INTERACTION_CREATE")
            #expect(press["data"]?["custom_id"] == "v1:approve:d:1")
            #expect(press["message"]?["id"] == .string(message))
            let update: JSONValue = ["type": 7, "data": ["content": "approved", "components": []]]
            #expect(try await answer(server, press, update) == 204)
            #expect(try await answer(server, press, update) == 400)
            let changed = try await client.wait(for: "MESSAGE_UPDATE")
            #expect(changed["content"] == "approved" && changed["components"] == [])
        }
    }

    @Test func `approve can be pressed twice at once`() async throws {
        try await withDiscord(.twice) { server, peer in
            let client = try await join(peer)
            _ = try await DraftFixture.post(server)
            let second = try await client.wait(for: "INTERACTION_CREATE", count: 2)
            let first = try await client.wait(for: "INTERACTION_CREATE")
            #expect(first["id"] != second["id"] && first["data"] == second["data"])
            #expect(await peer.ledger()["interactions"]?.array?.count == 2)
        }
    }

    @Test func `edit opens the modal and sends the changed text`() async throws {
        try await withDiscord(.edit) { server, peer in
            let client = try await join(peer)
            _ = try await DraftFixture.post(server)
            let press = try await client.wait(for: "INTERACTION_CREATE")
            #expect(press["data"]?["custom_id"] == "v1:edit:d:1")
            let input: JSONValue = ["type": 4, "custom_id": "text", "style": 2, "label": "Text", "value": "a draft"]
            let modal: JSONValue = [
                "type": 9,
                "data": ["custom_id": "m", "title": "Edit", "components": [["type": 1, "components": [input]]]],
            ]
            #expect(try await answer(server, press, modal) == 204)
            let sent = try await client.wait(for: "INTERACTION_CREATE", count: 2)
            #expect(sent["type"] == 5)
            let value = sent["data"]?["components"]?[0]?["components"]?[0]?["value"]?.string
            #expect(value == "a draft" + ScriptedOperator.mark)
        }
    }

    @Test func `a press that fails is made again, as people do`() async throws {
        let clock = ManualClock()
        try await withDiscord(.approve, clock: clock) { server, peer in
            let client = try await join(peer)
            _ = try await DraftFixture.post(server)
            try await eventually("the operator thinks") { clock.sleeperCount >= 2 }
            clock.advance(by: .milliseconds(30))
            let first = try await client.wait(for: "INTERACTION_CREATE")
            try await eventually("the operator waits for an answer") { clock.sleeperCount >= 2 }
            clock.advance(by: .seconds(4))
            #expect(try await answer(server, first, ["type": 6]) == 404)
            try await eventually("the operator thinks again") { clock.sleeperCount >= 2 }
            clock.advance(by: .milliseconds(30))
            let second = try await client.wait(for: "INTERACTION_CREATE", count: 2)
            #expect(try await answer(server, second, ["type": 6]) == 204)
        }
    }

    @Test func `a draft that was left alone is taken when the operator is told to act`() async throws {
        try await withDiscord(.nothing) { server, peer in
            let client = try await join(peer)
            _ = try await DraftFixture.post(server)
            #expect(await client.events("INTERACTION_CREATE").isEmpty)
            await peer.setOperator(OperatorScript(mode: .discard, delay: .zero...(.zero)))
            let press = try await client.wait(for: "INTERACTION_CREATE")
            #expect(press["data"]?["custom_id"] == "v1:discard:d:1")
        }
    }

    @Test func `a dropped connection is resumed and nothing is missed`() async throws {
        try await withDiscord(.nothing) { server, peer in
            let client = try await join(peer)
            let ready = try await client.wait(for: "READY")
            await peer.faultChanged(Fault(kind: .gatewayDrop, rate: 1, duration: .milliseconds(1)))
            try await eventually("dropped without a close frame") { await client.closeCode == 0 }
            _ = try await DraftFixture.post(server)
            let second = await GatewayClient(peer)
            let session = try #require(ready["session_id"])
            await second.send(6, ["token": .string(DiscordWorld.token), "session_id": session, "seq": 2])
            _ = try await second.wait(for: "RESUMED")
            #expect(await second.events("MESSAGE_CREATE").last?["content"] == "a draft")
            #expect(await second.events("THREAD_CREATE").count == 1)
        }
    }

    @Test func `a silent client is closed by the clock`() async throws {
        let clock = ManualClock()
        try await withDiscord(.nothing, clock: clock) { _, peer in
            let client = try await join(peer)
            for _ in 0..<5 {
                try await eventually("the watch sleeps") { clock.sleeperCount >= 1 }
                clock.advance(by: .seconds(15))
            }
            try await eventually("closed") { await client.closeCode == 4009 }
        }
    }

    @Test func `a compressed connection gets binary messages`() async throws {
        try await withDiscord(.nothing) { _, peer in
            let client = await GatewayClient(peer, query: "v=10&encoding=json&compress=zlib-stream")
            await client.identify()
            try await eventually("hello, ready and guild") { await client.binaryCount == 3 }
            #expect(await client.payloads.isEmpty)
        }
    }

    @Test func `a client that leaves with 1000 ends its session`() async throws {
        try await withDiscord(.nothing) { _, peer in
            let client = try await join(peer)
            #expect(await peer.ledger()["gateway"]?["sessions"] == 1)
            await client.leave(1000)
            try await eventually("no session") { await peer.ledger()["gateway"]?["sessions"] == 0 }
            let second = try await join(peer)
            await second.leave(nil)
            try await eventually("no connection") { await peer.ledger()["gateway"]?["connections"] == 0 }
            #expect(await peer.ledger()["gateway"]?["sessions"] == 1)
        }
    }
}
