import Messaging
import Shared
import Store
import Testing

@testable import DiscordRelay
@testable import Sandbox

/// Slash commands, from the registration to what they do.
@Suite(.enabled(if: RelayDesk.isPossible, RelayDesk.impossible), .timeLimit(.minutes(2)))
struct CommandTests {
    @Test func `Commands are registered as a whole, and doing it again changes nothing`() async throws {
        try await RelayDesk.with { desk async throws in
            let first = try await RegisterCommand.register(with: desk.client, channel: DiscordSandbox.channel)
            #expect(first == CommandCatalog.all.map(\.name))
            let versions = await desk.discord.commandVersions
            #expect(versions.count == first.count)
            _ = try await RegisterCommand.register(with: desk.client, channel: DiscordSandbox.channel)
            #expect(await desk.discord.commandVersions == versions)
        }
    }

    @Test func `reply sends once, with a card, and tells the person alone that it was heard`() async throws {
        try await RelayDesk.withCommands { desk async throws in
            let draft = try await desk.converse()
            #expect(await desk.discord.call("reply", ["text": "See you!"]) == 204)
            #expect(await desk.carriedOut(1))
            #expect(try await desk.approvals().map(\.text) == ["See you!"])
            #expect(try await desk.state(of: draft) == .voided)
            #expect(await desk.discord.whispers.last?.hasPrefix("It is sent") == true)
            try await desk.deliverOwn()
            #expect(await desk.discord.posts.last == "**Reply** · written by Operator, being sent\n> See you!")
        }
    }

    @Test func `Of two who claim at once one gets it, and only they and owners can release it`() async throws {
        try await RelayDesk.withCommands { desk async throws in
            _ = try await desk.converse()
            async let one = desk.discord.call("claim", by: DiscordWorld.person)
            async let other = desk.discord.call("claim", by: DiscordWorld.colleague)
            #expect(await [one, other] == [204, 204])
            #expect(await desk.carriedOut(2))
            #expect(try await desk.told().filter { $0 == .conversationUpdated }.count == 1)
            let claim = try #require(try await desk.store.read { try $0.owner(of: dana.id) })
            let (mine, loser) =
                claim.name == "Operator"
                ? (DiscordWorld.person, DiscordWorld.colleague) : (DiscordWorld.colleague, DiscordWorld.person)
            #expect(await desk.discord.whispers.filter { $0.contains("is yours") }.count == 1)
            #expect(await desk.discord.call("reply", ["text": "theirs"], by: loser) == 204)
            #expect(await desk.carriedOut(3))
            #expect(try await desk.approvals().isEmpty)
            #expect(await desk.discord.call("reply", ["text": "mine"], by: mine) == 204)
            #expect(await desk.carriedOut(4))
            #expect(try await desk.approvals().map(\.text) == ["mine"])
            // The operator is the server's owner, the colleague is not.
            #expect(await desk.discord.call("claim", by: DiscordWorld.person) == 204)
            #expect(await desk.carriedOut(5))
            #expect(await desk.discord.call("release", by: loser) == 204)
            #expect(await desk.carriedOut(6))
            let isFree = try await desk.store.read { try $0.owner(of: dana.id) } == nil
            #expect(isFree == (loser == DiscordWorld.person))
        }
    }

    @Test func `mode is kept and told, and auto is for owners`() async throws {
        try await RelayDesk.withCommands { desk async throws in
            _ = try await desk.converse()
            #expect(await desk.discord.call("mode", ["set": "off"], by: DiscordWorld.colleague) == 204)
            #expect(await desk.carriedOut(1))
            #expect(try await desk.store.read { try $0.conversation(dana.id)?.mode } == .off)
            try await desk.deliverOwn()
            #expect(await desk.discord.posts.last == "⚙️ mode off: no drafts are made")
            #expect(await desk.discord.call("mode", ["set": "auto"], by: DiscordWorld.colleague) == 204)
            #expect(await desk.carriedOut(2))
            #expect(try await desk.store.read { try $0.conversation(dana.id)?.mode } == .off)
            #expect(await desk.discord.whispers.last?.contains("for the owners") == true)
            #expect(await desk.discord.call("mode", ["set": "auto"]) == 204)
            #expect(await desk.carriedOut(3))
            #expect(try await desk.store.read { try $0.conversation(dana.id)?.mode } == .auto)
            #expect(await desk.discord.call("mode", ["set": "wild"]) == 409)
        }
    }

    @Test func `pause and resume are for owners, and take effect once`() async throws {
        try await RelayDesk.withCommands { desk async throws in
            _ = try await desk.converse()
            #expect(await desk.discord.call("pause", by: DiscordWorld.colleague) == 204)
            #expect(await desk.carriedOut(1))
            #expect(try await desk.store.read { try $0.pause() } == nil)
            #expect(await desk.discord.call("pause") == 204)
            #expect(await desk.carriedOut(2))
            #expect(try await desk.store.read { try $0.pause() }?.by.name == "Operator")
            #expect(await desk.discord.call("status", in: DiscordSandbox.channel) == 204)
            #expect(await desk.carriedOut(3))
            #expect(await desk.discord.whispers.contains { $0.contains("paused by Operator") })
            #expect(await desk.discord.call("resume") == 204)
            #expect(await desk.carriedOut(4))
            #expect(try await desk.store.read { try $0.pause() } == nil)
        }
    }

    @Test func `A snippet is kept, sent and removed`() async throws {
        try await RelayDesk.withCommands { desk async throws in
            _ = try await desk.converse()
            #expect(await desk.discord.call("snippet save", ["name": "Hello", "text": "Hi there!"]) == 204)
            #expect(await desk.carriedOut(1))
            #expect(await desk.discord.call("snippet send", ["name": "hello"]) == 204)
            #expect(await desk.carriedOut(2))
            #expect(try await desk.approvals().map(\.text) == ["Hi there!"])
            #expect(await desk.discord.call("snippet remove", ["name": "hello"]) == 204)
            #expect(await desk.carriedOut(3))
            #expect(await desk.discord.call("snippet send", ["name": "hello"]) == 204)
            #expect(await desk.carriedOut(4))
            #expect(try await desk.approvals().count == 1)
            #expect(await desk.discord.whispers.last?.contains("no such snippet") == true)
        }
    }

    @Test func `status and trace say how a conversation stands, without its texts`() async throws {
        try await RelayDesk.withCommands { desk async throws in
            _ = try await desk.converse("a secret draft")
            #expect(await desk.discord.call("status") == 204)
            #expect(await desk.discord.call("trace") == 204)
            #expect(await desk.carriedOut(2))
            let told = await desk.discord.whispers
            #expect(told.contains { $0.contains("mode draft") && $0.contains("1 drafts wait") })
            #expect(told.contains { $0.contains("chat.message.received") && $0.contains("reply.drafted") })
            #expect(!told.contains { $0.contains("secret") })
        }
    }

    @Test func `A command outside of a conversation, by a guest, or unknown here is answered`() async throws {
        try await RelayDesk.withCommands { desk async throws in
            _ = try await desk.converse()
            #expect(await desk.discord.call("claim", in: DiscordSandbox.channel) == 204)
            #expect(await desk.discord.call("reply", ["text": "x"], in: DiscordSandbox.channel) == 204)
            #expect(await desk.discord.call("reply", ["text": "x"], by: DiscordWorld.guest) == 204)
            #expect(await desk.carriedOut(3))
            let told = await desk.discord.whispers
            #expect(told.filter { $0.contains("not the thread of a conversation") }.count == 2)
            #expect(told.contains { $0.contains("for the operators") })
            #expect(try await desk.told().isEmpty)
        }
    }
}

extension RelayDesk {
    /// With the Gateway connected and the commands registered.
    static func withCommands(_ body: @escaping @Sendable (RelayDesk) async throws -> Void) async throws {
        try await with { desk async throws in
            _ = try await RegisterCommand.register(with: desk.client, channel: DiscordSandbox.channel)
            try await desk.withGateway { try await body(desk) }
        }
    }
}

extension DiscordSandbox {
    var commandVersions: [String] {
        get async {
            let answer = await peer.handle(PeerRequest(method: "GET", path: "/discord/view"))
            guard case .bytes(let data) = answer.body, let view = try? Sandbox.JSONValue(parsing: data) else {
                return []
            }
            return (view["commands"]?.array ?? []).compactMap { $0["version"]?.string }
        }
    }
}
