import CurlHTTP
import Messaging
import Shared
import Store
import Testing

@testable import DiscordRelay
@testable import Sandbox

/// What Discord's REST API can answer instead of doing what is asked, or do without an answer, against the sandbox's.
@Suite(.enabled(if: RelayDesk.isPossible, RelayDesk.impossible), .timeLimit(.minutes(2)))
struct RestFaultTests {
    /// Somewhere that something of ours is posted.
    enum Place: CaseIterable, Sendable { case thread, forum, card, operations, operationsInForum }

    /// Nobody knows whether it was done, or it was not.
    private static let faults: [FaultKind] = [
        .answerLost, .cut, .drop, .serverError, .unavailable, .badGateway,
    ]

    @Test(arguments: Place.allCases)
    func `Whatever becomes of an answer, what was posted is there once`(place: Place) async throws {
        let isForum = place == .forum || place == .operationsInForum
        try await RelayDesk.with(channel: isForum ? DiscordSandbox.forum : DiscordSandbox.channel) {
            desk async throws in
            for (number, kind) in Self.faults.enumerated() {
                let event: Delivery
                // The first of its kind makes the thread or the post, too.
                switch place {
                case .thread, .forum: event = try await desk.write("hello \(number)", Int64(number + 1))
                case .card: event = try await desk.offered("draft \(number)")
                case .operations, .operationsInForum: event = try await desk.alarm("\(number) used")
                }
                await desk.discord.cause(kind)
                guard case .retry = await desk.router.handle(event) else {
                    Issue.record("it was not put off: \(kind)")
                    return
                }
                desk.discord.calm()
                try await desk.settle(event)
                #expect(await desk.router.handle(event) == .done)
            }
            let posts = await desk.discord.inThreads + desk.discord.operations
            let said = posts.map(\.content).filter { text in
                ["**Dana:**", "**Draft**", "⚠️"].contains { text.hasPrefix($0) }
            }
            #expect(
                said
                    == Self.faults.indices.map { number in
                        switch place {
                        case .thread, .forum: "**Dana:** hello \(number)"
                        case .card: "**Draft** · waits for you\n> draft \(number)"
                        case .operations, .operationsInForum: "⚠️ **\(number) used**\nLook."
                        }
                    })
            #expect(await desk.discord.threads.count == (place == .operations ? 0 : 1))
        }
    }

    @Test func `A post of which Discord forgot the nonce is looked up, and not made again`() async throws {
        try await RelayDesk.with { desk async throws in
            let event = try await desk.alarm()
            await desk.discord.cause(.answerLost)
            _ = await desk.router.handle(event)
            desk.discord.calm()
            await desk.discord.forgetNonces()
            try await desk.age(by: 300)
            try await desk.restarted().settle(event)
            #expect(await desk.discord.operations.map(\.content) == ["⚠️ **80 % used**\nLook."])
        }
    }

    @Test func `A bucket's 429 is waited for as long as it says, and holds up no other place`() async throws {
        try await RelayDesk.with { desk async throws in
            #expect(await desk.router.handle(try await desk.write("one", 1)) == .done)
            for (number, kind) in [FaultKind.rateLimited, .rateLimitedShared].enumerated() {
                let event = try await desk.write("next", Int64(number + 2))
                await desk.discord.cause(kind)
                let start = ContinuousClock.now
                async let outcome: Void = desk.settle(event)
                #expect(await eventually { await desk.discord.requests("rateLimited") == number + 1 })
                desk.discord.calm()
                // Other routes go on meanwhile.
                _ = try await desk.client.currentUser()
                try await outcome
                #expect(ContinuousClock.now - start >= .seconds(1))
                #expect(await desk.discord.requests("rateLimited") == number + 1)
            }
            #expect(await desk.discord.posts == ["**Dana:** one", "**Dana:** next", "**Dana:** next"])
        }
    }

    @Test func `A global 429 stops everything but what answers people`() async throws {
        try await RelayDesk.with { desk async throws in
            try await desk.withGateway {
                let draft = try await desk.converse()
                let card = try #require(await desk.discord.card(of: draft))
                await desk.discord.cause(.rateLimitedGlobal)
                let start = ContinuousClock.now
                async let other = desk.client.currentUser()
                #expect(await eventually { await desk.discord.requests("rateLimited") == 1 })
                desk.discord.calm()
                #expect(await desk.discord.press("Approve", of: card) == 204)
                async let waits = desk.client.channel(DiscordSandbox.channel)
                #expect(try await eventually { try await desk.told() == [.replyApproved] })
                _ = try await (other, waits)
                #expect(ContinuousClock.now - start >= .seconds(1))
                #expect(await desk.discord.requests("rateLimited") == 1)
            }
        }
    }

    @Test func `Posts keep within the window that the headers tell of, and none is refused`() async throws {
        try await RelayDesk.with { desk async throws in
            for number in 1...11 {
                try await desk.settle(try await desk.write("message \(number)", Int64(number)))
            }
            #expect(await desk.discord.requests("rateLimited") == 0)
            let posts = await desk.discord.posts.joined(separator: "\n").split(separator: "\n").map(String.init)
            #expect(posts == (1...11).map { "**Dana:** message \($0)" })
        }
    }

    @Test func `Long before 10,000 refusals nothing is sent any more; what is not counted there is not counted here`()
        async throws
    {
        try await RelayDesk.with { desk async throws in
            func ask(_ count: Int, expecting code: DiscordRelay.DiscordError.Code) async {
                for _ in 0..<count {
                    let error = await #expect(throws: DiscordRelay.DiscordError.self) {
                        _ = try await desk.client.channel(DiscordSandbox.channel)
                    }
                    #expect(error?.code == code)
                }
            }
            await desk.discord.cause(.forbidden)
            await ask(InvalidRequestBudget.limit - 1, expecting: .forbidden)
            // 404 is no refusal, and a shared limit is others' doing.
            desk.discord.calm()
            await desk.discord.cause(.missing)
            await ask(10, expecting: .missing)
            desk.discord.calm()
            await desk.discord.cause(.rateLimitedShared)
            let shared = Task { try await desk.client.channel(DiscordSandbox.channel) }
            #expect(await eventually { await desk.discord.requests("rateLimited") >= 1 })
            desk.discord.calm()
            _ = try await shared.value
            await desk.discord.cause(.forbidden)
            await ask(1, expecting: .forbidden)
            desk.discord.calm()
            let sent = await desk.discord.requests("total")
            await ask(20, expecting: .paused)
            #expect(await desk.discord.requests("total") == sent)
            // What waits for it costs an event none of its attempts.
            guard case .wait(let delay, _) = await desk.router.handle(try await desk.write("hello", 1)) else {
                Issue.record("it does not wait")
                return
            }
            #expect(delay > .seconds(500))
            #expect(await desk.discord.requests("total") == sent)
        }
    }

    @Test func `A refused token is shown to Discord once, not with every event`() async throws {
        try await RelayDesk.with { desk async throws in
            await desk.discord.cause(.unauthorized)
            for event in try await desk.writeAll((1...20).map { "message \($0)" }) {
                guard case .retry(_, let reason) = await desk.router.handle(event) else { continue }
                #expect(reason.contains("DISCORD_BOT_TOKEN"))
            }
            #expect(await desk.discord.requests("total") <= 2)
        }
    }
}

extension RelayDesk {
    /// An alert that the relay is not given yet.
    fileprivate func alarm(_ summary: String = "80 % used") async throws -> Delivery {
        let raised = AlertRaised(alert: summary, severity: .warning, summary: summary, advice: "Look.")
        let header = try await worker.write { try $0.emit(raised, topic: "operations") }
        return try delivery(Event(header: header, data: raised))
    }

    /// A draft that the relay is not given yet.
    fileprivate func offered(_ text: String) async throws -> Delivery {
        let header = try await offerLater(text)
        return try await stored(header)
    }
}
