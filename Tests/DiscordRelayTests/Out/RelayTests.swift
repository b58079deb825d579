import Messaging
import Shared
import Testing

@testable import DiscordRelay
@testable import Sandbox

@Suite(.enabled(if: RelayDesk.isPossible, RelayDesk.impossible), .timeLimit(.minutes(2)))
struct RelayTests {
    @Test func `A conversation has one thread, and each message is in it once, however often its event comes`()
        async throws
    {
        try await RelayDesk.with { desk async throws in
            for number in 1...3 {
                let event = try await desk.write("message \(number)", Int64(number))
                #expect(await desk.router.handle(event) == .done)
                #expect(await desk.router.handle(event) == .done)
            }
            let threads = await desk.discord.threads
            #expect(threads.map(\.name) == ["Dana · 7"])
            #expect(threads.first?.messages == (1...3).map { "**Dana:** message \($0)" })
        }
    }

    @Test func `Many first messages at once make one thread for each person`() async throws {
        try await RelayDesk.with { desk async throws in
            let noah = ConversationReference(id: "meetme:8", name: "Noah")
            var events: [Delivery] = []
            for number in 1...4 {
                events.append(try await desk.write("d\(number)", Int64(number)))
                events.append(try await desk.write("n\(number)", Int64(number), in: noah))
            }
            await withTaskGroup(of: Outcome.self) { group in
                for event in events { group.addTask { await desk.router.handle(event) } }
                for await outcome in group { #expect(outcome == .done) }
            }
            let threads = await desk.discord.threads
            #expect(threads.map(\.name).sorted() == ["Dana · 7", "Noah · 8"])
            #expect(threads.allSatisfy { $0.messages.count == 4 })
        }
    }

    @Test func `A post whose answer is lost is not made twice`() async throws {
        try await RelayDesk.with { desk async throws in
            #expect(await desk.router.handle(try await desk.write("one", 1)) == .done)
            let event = try await desk.write("two", 2)
            await desk.discord.cause(.answerLost)
            guard case .retry = await desk.router.handle(event) else {
                Issue.record("it was not retried")
                return
            }
            desk.discord.calm()
            #expect(await desk.router.handle(event) == .done)
            #expect(await desk.discord.posts == ["**Dana:** one", "**Dana:** two"])
        }
    }

    @Test func `What Discord cannot take now is retried, and nothing is lost`() async throws {
        try await RelayDesk.with { desk async throws in
            let event = try await desk.write("one", 1)
            await desk.discord.cause(.unavailable)
            guard case .retry = await desk.router.handle(event) else {
                Issue.record("it was not retried")
                return
            }
            desk.discord.calm()
            #expect(await desk.router.handle(event) == .done)
            #expect(await desk.discord.posts == ["**Dana:** one"])
        }
    }

    @Test func `A long message is shown whole, in parts, every line of it below the name or in a quote`() async throws {
        try await RelayDesk.with { desk async throws in
            let text = (1...700).map { "word\($0)" }.joined(separator: " ")
            #expect(await desk.router.handle(try await desk.write(text, 1)) == .done)
            let posts = await desk.discord.posts
            #expect(posts.count > 1)
            let lines = posts.flatMap { $0.split(separator: "\n").map(String.init) }
            #expect(lines.first == "**Dana:**" && lines.dropFirst().allSatisfy { $0.hasPrefix("> ") })
            #expect(lines.dropFirst().map { String($0.dropFirst(2)) }.joined(separator: " ") == text)
        }
    }
}
