import Messaging
import Shared
import Testing

@testable import DiscordRelay
@testable import Sandbox

/// A conversation's thread, whatever happens to it.
@Suite(.enabled(if: RelayDesk.isPossible, RelayDesk.impossible), .timeLimit(.minutes(2)))
struct ThreadTests {
    private static let places = [DiscordSandbox.channel, DiscordSandbox.forum]

    /// What stands in a forum post before its messages.
    private static func first(in channel: String) -> [String] {
        channel == DiscordSandbox.forum ? ["💬 Dana · 7"] : []
    }

    @Test(arguments: places)
    func `A thread is found again after a restart`(channel: String) async throws {
        try await RelayDesk.with(channel: channel) { desk async throws in
            #expect(await desk.router.handle(try await desk.write("one", 1)) == .done)
            #expect(await desk.restarted().router.handle(try await desk.write("two", 2)) == .done)
            let threads = await desk.discord.threads
            #expect(threads.map(\.name) == ["Dana · 7"])
            #expect(threads.first?.messages == Self.first(in: channel) + ["**Dana:** one", "**Dana:** two"])
        }
    }

    @Test(arguments: places, [false, true])
    func `A thread whose making nobody knows of is looked up, also in the archive`(
        channel: String, isArchived: Bool
    ) async throws {
        try await RelayDesk.with(channel: channel) { desk async throws in
            #expect(await desk.router.handle(try await desk.write("one", 1)) == .done)
            try await desk.forgetThread(of: dana, wasAttempted: true)
            if isArchived { await desk.discord.archiveThreads() }
            #expect(await desk.restarted().router.handle(try await desk.write("two", 2)) == .done)
            let threads = await desk.discord.threads
            #expect(threads.count == 1)
            #expect(threads.first?.messages == Self.first(in: channel) + ["**Dana:** one", "**Dana:** two"])
        }
    }

    @Test(arguments: places)
    func `A thread whose answer is lost is made once`(channel: String) async throws {
        try await RelayDesk.with(channel: channel) { desk async throws in
            let event = try await desk.write("one", 1)
            await desk.discord.cause(.answerLost)
            _ = await desk.router.handle(event)
            desk.discord.calm()
            #expect(await desk.router.handle(event) == .done)
            #expect(await desk.discord.threads.count == 1)
            #expect(await desk.discord.posts == Self.first(in: channel) + ["**Dana:** one"])
        }
    }

    @Test func `An archived and locked thread is opened, for a message and for a card`() async throws {
        try await RelayDesk.with { desk async throws in
            #expect(await desk.router.handle(try await desk.write("one", 1)) == .done)
            let draft = try await desk.offer("hello")
            await desk.discord.archiveThreads()
            #expect(await desk.router.handle(try await desk.write("two", 2)) == .done)
            #expect(await desk.discord.posts.last == "**Dana:** two")
            await desk.discord.archiveThreads()
            let voided = try await desk.void(draft)
            #expect(await desk.router.handle(voided) == .done)
            #expect(await desk.discord.posts.contains { $0.contains("not on offer any more") })
        }
    }

    @Test func `A deleted thread is made anew, once`() async throws {
        try await RelayDesk.with { desk async throws in
            #expect(await desk.router.handle(try await desk.write("one", 1)) == .done)
            await desk.discord.deleteThreads()
            for event in try await desk.writeAll(["two", "three"], from: 2) {
                #expect(await desk.router.handle(event) == .done)
            }
            let threads = await desk.discord.threads
            #expect(threads.count == 2)
            #expect(threads.last?.messages == ["**Dana:** two\n**Dana:** three"])
        }
    }

    @Test func `Names can be hidden, and a name cannot be anything but a name`() {
        let dana = ConversationReference(id: "meetme:7", name: "Dana\u{202E}\n@everyone")
        #expect(ThreadKeeper.name(of: dana, showsNames: true) == "Dana @everyone · 7")
        #expect(ThreadKeeper.name(of: dana, showsNames: false) == "Conversation · 7")
        let long = ConversationReference(id: "meetme:7", name: String(repeating: "x", count: 300))
        #expect(ThreadKeeper.name(of: long, showsNames: true).count == 100)
    }
}
