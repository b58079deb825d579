import Messaging
import Shared
import Store
import Testing

@testable import DiscordRelay
@testable import Sandbox

/// Many messages at once, with the stand-in's real limits: five posts in five seconds a thread, fifty requests a second.
@Suite(.enabled(if: RelayDesk.isPossible, RelayDesk.impossible), .timeLimit(.minutes(3)))
struct BurstTests {
    @Test
    func `600 messages over 30 conversations in bursts are all there, once, in order, in less than half the posts`()
        async throws
    {
        try await RelayDesk.with { desk async throws in
            let people = (1...30).map { ConversationReference(id: "meetme:\($0)", name: "Person \($0)") }
            let (bursts, size) = (2, 10)
            try await withThrowingTaskGroup(of: Void.self) { group in
                for person in people {
                    // A burst is read at once; the next one comes while it is handled, one after the other, as the broker
                    // gives it out.
                    let (deliveries, queue) = AsyncStream.makeStream(of: Delivery.self)
                    group.addTask {
                        for await delivery in deliveries { try await desk.settle(delivery) }
                    }
                    group.addTask {
                        for burst in 0..<bursts {
                            let texts = (0..<size).map { "message \(burst * size + $0)" }
                            for event in try await desk.writeAtOnce(texts, from: Int64(burst * size + 1), in: person) {
                                queue.yield(event)
                            }
                        }
                        queue.finish()
                    }
                }
                try await group.waitForAll()
            }
            let threads = await desk.discord.threads
            #expect(threads.count == people.count)
            for thread in threads {
                let lines = thread.messages.flatMap { $0.split(separator: "\n").map(String.init) }
                let name = thread.name.prefix { $0 != "·" }.dropLast()
                #expect(lines == (0..<(bursts * size)).map { "**\(name):** message \($0)" })
            }
            let total = await desk.discord.requests("total")
            #expect(total < people.count * bursts * size / 2, "\(total) requests")
            #expect(await desk.discord.requests("rateLimited") * 200 <= total)
            #expect(await desk.discord.requests("clientErrors") == 0)
        }
    }

    @Test func `Each message knows which post carries it`() async throws {
        try await RelayDesk.with { desk async throws in
            let events = try await desk.writeAll(["one", "two\nlines", "three"])
            for event in events { #expect(await desk.router.handle(event) == .done) }
            #expect(await desk.discord.posts == ["**Dana:** one\n**Dana:**\n> two\n> lines\n**Dana:** three"])
            let carried = try await desk.externalIDs(of: events)
            #expect(Set(carried).count == 1 && carried.first != nil && carried.allSatisfy { $0 != nil })
            // However often they come.
            for event in events { #expect(await desk.router.handle(event) == .done) }
            #expect(await desk.discord.posts.count == 1)
        }
    }

    @Test func `What comes alone is posted alone`() async throws {
        try await RelayDesk.with { desk async throws in
            for (number, text) in ["one", "two"].enumerated() {
                #expect(await desk.router.handle(try await desk.write(text, Int64(number + 1))) == .done)
            }
            #expect(await desk.discord.posts == ["**Dana:** one", "**Dana:** two"])
        }
    }

    @Test func `A draft keeps its place between messages`() async throws {
        try await RelayDesk.with { desk async throws in
            let first = try await desk.writeAll(["one", "two"])
            _ = try await desk.offerLater("hello")
            let last = try await desk.write("three", 3)
            #expect(await desk.router.handle(first[0]) == .done)
            #expect(await desk.discord.posts == ["**Dana:** one\n**Dana:** two"])
            #expect(await desk.router.handle(first[1]) == .done)
            #expect(await desk.router.handle(last) == .done)
            #expect(await desk.discord.posts == ["**Dana:** one\n**Dana:** two", "**Dana:** three"])
        }
    }

    @Test func `A shared post whose answer is lost is not made twice, and every message of it is told`() async throws {
        try await RelayDesk.with { desk async throws in
            #expect(await desk.router.handle(try await desk.write("zero", 1)) == .done)
            let events = try await desk.writeAll(["one", "two", "three"], from: 2)
            await desk.discord.cause(.answerLost)
            guard case .retry = await desk.router.handle(events[0]) else {
                Issue.record("it was not retried")
                return
            }
            desk.discord.calm()
            // More has come meanwhile: the post that may be there stays what it was.
            let later = try await desk.write("four", 5)
            for event in events + [later] { #expect(await desk.router.handle(event) == .done) }
            #expect(
                await desk.discord.posts == [
                    "**Dana:** zero", "**Dana:** one\n**Dana:** two\n**Dana:** three", "**Dana:** four",
                ])
        }
    }

    @Test func `When its first message is given up, a shared post of unknown result is settled by the next`()
        async throws
    {
        try await RelayDesk.with { desk async throws in
            #expect(await desk.router.handle(try await desk.write("zero", 1)) == .done)
            let events = try await desk.writeAll(["one", "two"], from: 2)
            await desk.discord.cause(.answerLost)
            guard case .retry = await desk.router.handle(events[0]) else {
                Issue.record("it was not retried")
                return
            }
            desk.discord.calm()
            #expect(await desk.router.handle(events[1]) == .done)
            #expect(await desk.discord.posts == ["**Dana:** zero", "**Dana:** one\n**Dana:** two"])
            #expect(await desk.router.handle(events[0]) == .done)
            #expect(await desk.discord.posts.count == 2)
        }
    }

    @Test func `Long after a crash the shared post is found in the thread, also among others that read the same`()
        async throws
    {
        try await RelayDesk.with { desk async throws in
            #expect(await desk.router.handle(try await desk.write("hi", 1)) == .done)
            let event = try await desk.write("hi", 2)
            await desk.discord.cause(.answerLost)
            _ = await desk.router.handle(event)
            desk.discord.calm()
            #expect(await desk.discord.posts == ["**Dana:** hi", "**Dana:** hi"])
            // Discord has forgotten the nonce.
            try await desk.age(by: 400)
            await desk.discord.forgetNonces()
            #expect(await desk.router.handle(event) == .done)
            #expect(await desk.discord.posts == ["**Dana:** hi", "**Dana:** hi"])
            let third = try await desk.write("hi", 3)
            #expect(await desk.router.handle(third) == .done)
            #expect(await desk.discord.posts == ["**Dana:** hi", "**Dana:** hi", "**Dana:** hi"])
        }
    }

    @Test
    func `Long after a crash a post that never arrived is made, and an older one of the same text is not taken for it`()
        async throws
    {
        try await RelayDesk.with { desk async throws in
            #expect(await desk.router.handle(try await desk.write("hi", 1)) == .done)
            let event = try await desk.write("hi", 2)
            // Nothing gets there, and the sender cannot know.
            await desk.discord.cause(.unavailable)
            _ = await desk.router.handle(event)
            desk.discord.calm()
            try await desk.age(by: 400)
            await desk.discord.forgetNonces()
            #expect(await desk.discord.posts == ["**Dana:** hi"])
            #expect(await desk.router.handle(event) == .done)
            #expect(await desk.discord.posts == ["**Dana:** hi", "**Dana:** hi"])
        }
    }

    @Test func `An edit and a deletion tell what was, as answers to the post that carries the message`() async throws {
        try await RelayDesk.with { desk async throws in
            let events = try await desk.writeAll(["one", "two"])
            for event in events { #expect(await desk.router.handle(event) == .done) }
            let post = try #require(try await desk.externalIDs(of: events).first ?? nil)
            #expect(await desk.router.handle(try await desk.edit(2, to: "2")) == .done)
            #expect(await desk.router.handle(try await desk.delete(1)) == .done)
            #expect(
                await desk.discord.posts.dropFirst() == [
                    "✏️ **edited on the page**; it was:\n> two", "✏️ **and is now:**\n> 2",
                    "🗑️ **deleted on the page**; it was:\n> one",
                ])
            #expect(await desk.discord.answered == [post, post, post])
        }
    }
}
