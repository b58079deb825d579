import CurlHTTP
import Messaging
import Shared
import Store
import Testing

@testable import DiscordRelay
@testable import Sandbox

/// A draft's buttons besides Approve and Discard, and what goes wrong around presses.
@Suite(.enabled(if: RelayDesk.isPossible, RelayDesk.impossible), .timeLimit(.minutes(2)))
struct DraftPressTests {
    @Test func `Edit shows the draft's text, and what is made of it is sent under the person's name`() async throws {
        try await RelayDesk.with { desk async throws in
            try await desk.withGateway {
                let draft = try await desk.converse("helo *there*")
                let card = try #require(await desk.discord.card(of: draft))
                #expect(await desk.discord.press("Edit", of: card, by: DiscordWorld.colleague) == 204)
                #expect(await eventually { await desk.discord.form != nil })
                #expect(await desk.discord.prefilled == ["helo *there*"])
                let form = try #require(await desk.discord.form)
                #expect(await desk.discord.send([DraftForm.field: "hello there"], to: form.interaction) == 204)
                #expect(await desk.carriedOut(2))
                let approvals = try await desk.approvals()
                #expect(approvals.map(\.text) == ["hello there"] && approvals.first?.by.name == "Colleague")
                #expect(approvals.first?.textHash == TextHash.of("hello there"))
                let stored = try #require(try await desk.store.read { try $0.draft(draft) })
                #expect(stored.state == .approved && stored.textHash == TextHash.of("hello there"))
                #expect(stored.draftedText == "helo *there*")
                #expect(
                    await eventually {
                        await desk.discord.posts.last == "**Draft** · edited by Colleague, being sent\n> hello there"
                    })
            }
        }
    }

    @Test func `Edit of a draft that is decided opens no form and says so`() async throws {
        try await RelayDesk.with { desk async throws in
            try await desk.withGateway {
                let draft = try await desk.converse()
                let card = try #require(await desk.discord.card(of: draft))
                _ = try await desk.store.write {
                    try $0.approve(draft, by: Approver(kind: .console, id: "1", name: "Console"))
                }
                #expect(await desk.discord.press("Edit", of: card) == 204)
                #expect(await desk.carriedOut(1))
                #expect(await desk.discord.form == nil)
                #expect(await desk.discord.whispers == ["Nothing changed: this is already approved."])
                #expect(
                    await desk.discord.posts.last == "**Draft** · approved by Console, being sent\n> hello")
            }
        }
    }

    @Test func `Take over makes the conversation theirs, and nobody else answers it`() async throws {
        try await RelayDesk.with { desk async throws in
            try await desk.withGateway {
                let draft = try await desk.converse()
                let card = try #require(await desk.discord.card(of: draft))
                #expect(await desk.discord.press("Take over", of: card, by: DiscordWorld.colleague) == 204)
                #expect(await desk.carriedOut(1))
                #expect(try await desk.state(of: draft) == .voided)
                #expect(await desk.discord.whispers.last?.contains("is yours") == true)
                try await desk.deliverOwn()
                #expect(await desk.discord.posts.contains { $0.hasPrefix("🔒 Colleague answers") })
                #expect(await desk.discord.write("!r me too") == 200)
                #expect(await desk.carriedOut(2))
                #expect(try await desk.approvals().isEmpty)
                #expect(await desk.discord.posts.last?.contains("Colleague answers this conversation") == true)
                #expect(await desk.discord.write("!r mine", by: DiscordWorld.colleague) == 200)
                #expect(await desk.carriedOut(3))
                #expect(try await desk.approvals().map(\.text) == ["mine"])
            }
        }
    }

    @Test func `A guest's press does nothing, and they are told`() async throws {
        try await RelayDesk.with { desk async throws in
            try await desk.withGateway {
                let draft = try await desk.converse()
                let card = try #require(await desk.discord.card(of: draft))
                #expect(await desk.discord.press("Approve", of: card, by: DiscordWorld.guest) == 204)
                #expect(await desk.carriedOut(1))
                #expect(try await desk.state(of: draft) == .offered)
                #expect(await desk.discord.whispers.last?.contains("for the operators") == true)
            }
        }
    }

    @Test(arguments: ["Approve", "Discard"])
    func `A press that is heard after a quarter of an hour is carried out and answered in the thread`(
        button: String
    ) async throws {
        try await RelayDesk.with { desk async throws in
            let draft = try await desk.converse()
            try await desk.write("wait!", 2)
            // The token of a press that nobody acknowledged in time is worth nothing, as that of an old one.
            let press = try await desk.stalePress(button, draft)
            await desk.operators.handle(press)
            if button == "Approve" {
                #expect(try await desk.state(of: draft) == .voided)
                #expect(await desk.discord.posts.last?.contains("A newer message has come") == true)
                // Told once.
                await desk.operators.handle(press)
                #expect(await desk.discord.posts.filter { $0.hasPrefix("↪️") }.count == 1)
            } else {
                #expect(try await desk.state(of: draft) == .rejected)
                #expect(await desk.discord.posts.last == "**Draft** · discarded by Operator\n> hello")
            }
        }
    }
}

extension RelayDesk {
    /// A press whose token Discord does not know any more.
    fileprivate func stalePress(_ button: String, _ draft: String) async throws -> ButtonPress {
        let card = try #require(await discord.card(of: draft))
        let frame: Sandbox.JSONValue = [
            "op": 0, "s": 1, "t": "INTERACTION_CREATE",
            "d": [
                "id": "1000000000000000001", "token": "old", "application_id": "900000000000000001", "type": 3,
                "channel_id": .string(card.channel), "data": ["custom_id": .string(card.buttons[button] ?? "")],
                "member": ["user": DiscordWorld.person.json, "roles": [], "permissions": "8"],
            ],
        ]
        return try #require(try ButtonPress(GatewayFrame(Array(frame.data()))))
    }
}

extension DiscordSandbox {
    /// What stands in the fields of the form that is open.
    fileprivate var prefilled: [String] {
        get async {
            let answer = await peer.handle(PeerRequest(method: "GET", path: "/discord/view"))
            guard case .bytes(let data) = answer.body, let view = try? Sandbox.JSONValue(parsing: data) else {
                return []
            }
            return (view["modal"]?["inputs"]?.array ?? []).compactMap { $0["value"]?.string }
        }
    }
}
