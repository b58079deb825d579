import Testing

@testable import DiscordRelay
@testable import Sandbox

@Suite(.enabled(if: RelayDesk.isPossible, RelayDesk.impossible), .timeLimit(.minutes(2)))
struct SetupCheckTests {
    private func missing(
        _ desk: RelayDesk, channel: String = DiscordSandbox.channel
    ) async -> [SetupCheck.Finding] {
        await SetupCheck(discord: desk.client, channel: channel, needsMessages: true).run().filter { !$0.isRight }
    }

    @Test func `All is right after the commands are registered`() async throws {
        try await RelayDesk.with { desk async throws in
            #expect(await missing(desk).map(\.what) == ["the slash commands"])
            _ = try await RegisterCommand.register(with: desk.client, channel: DiscordSandbox.channel)
            #expect(await missing(desk).isEmpty)
            #expect(await missing(desk, channel: "\(DiscordWorld.forum)").isEmpty)
        }
    }

    @Test func `A permission that is missing is named with what to click`() async throws {
        try await RelayDesk.with { desk async throws in
            await desk.discord.deny([.createPublicThreads, .readMessageHistory])
            let missing = await missing(desk).filter { $0.what.hasPrefix("the permission") }
            #expect(
                missing.map(\.what) == ["the permission Create Public Threads", "the permission Read Message History"])
            #expect(missing.allSatisfy { $0.advice?.contains("Edit Channel") == true })
        }
    }

    @Test func `A channel that is not there, or of another kind, and a wrong token are told`() async throws {
        try await RelayDesk.with { desk async throws in
            let unknown = await missing(desk, channel: "900000000000000099")
            #expect(unknown.map(\.what) == ["the channel"])
            #expect(unknown.first?.advice?.contains("scope=bot+applications.commands&permissions=") == true)
            _ = try await desk.converse()
            #expect(await missing(desk, channel: await desk.discord.thread).map(\.what) == ["a text or forum channel"])
        }
        try await RelayDesk.with(token: "not-the-token") { desk async throws in
            let wrong = await missing(desk)
            #expect(wrong.map(\.what) == ["the bot token"])
            #expect(wrong.first?.advice?.contains("DISCORD_BOT_TOKEN") == true)
        }
    }
}

extension DiscordSandbox {
    /// Nobody has these any more.
    fileprivate func deny(_ denied: Sandbox.DiscordPermissions) async { await peer.deny(denied) }
}

extension DiscordPeer {
    fileprivate func deny(_ denied: Sandbox.DiscordPermissions) {
        for index in state.guild.roles.indices { state.guild.roles[index].permissions.subtract(denied) }
    }
}
