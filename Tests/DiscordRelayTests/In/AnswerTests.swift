import FoundationEssentials
import Shared
import Store
import Testing

@testable import DiscordRelay
@testable import Sandbox

/// From a site's question in Discord to the answer that the scraper gets.
@Suite(.enabled(if: RelayDesk.isPossible, RelayDesk.impossible), .timeLimit(.minutes(2)))
struct AnswerTests {
    private static let question = SessionChanged(
        platform: "meetme", state: .challenge, action: "enter the code", awaits: .code)

    @Test func `A question is posted once, with buttons and the picture of the page`() async throws {
        try await RelayDesk.with { desk async throws in
            let picture = ScreenshotDocument(
                _id: "shot", type: "image/png", bytes: [UInt8](repeating: 7, count: 70_000), takenAt: Date())
            var changed = Self.question
            changed.screenshot = "shot"
            let asked = try await desk.tell(changed, picture: picture)
            let posts = await desk.discord.operations
            #expect(posts.map(\.content) == ["🔑 **meetme** challenge: enter the code"])
            #expect(posts.first?.files == ["page.png image/png 70000"])
            #expect(
                posts.first?.buttons == [
                    "I answered it": "v1:answered:\(asked.id):meetme", "Enter a code": "v1:code:\(asked.id):meetme",
                ])
        }
    }

    @Test func `Buttons are there only where an answer is waited for, and a picture that is gone is left out`()
        async throws
    {
        try await RelayDesk.with { desk async throws in
            _ = try await desk.tell(SessionChanged(platform: "meetme", state: .banned, action: "look at it"))
            #expect(await desk.discord.operations.map { $0.buttons.keys.sorted() } == [[]])
            _ = try await desk.tell(
                SessionChanged(
                    platform: "other", state: .challenge, action: "answer it", awaits: .done, screenshot: "gone"))
            _ = try await desk.tell(SessionChanged(platform: "third", state: .connected, action: nil))
            let posts = await desk.discord.operations
            #expect(
                posts.map(\.content) == ["⛔ **meetme** banned: look at it", "🔑 **other** challenge: answer it"])
            #expect(posts.map { $0.buttons.keys.sorted() } == [[], ["I answered it"]])
            #expect(posts.flatMap(\.files).isEmpty)
        }
    }

    @Test func `A question loses its buttons when it is asked anew, and when it is over`() async throws {
        try await RelayDesk.with { desk async throws in
            _ = try await desk.tell(Self.question)
            _ = try await desk.tell(Self.question)
            #expect(
                await desk.discord.operations.map(\.content) == [
                    "⏩ **asked anew below**\n-# 🔑 **meetme** challenge: enter the code",
                    "🔑 **meetme** challenge: enter the code",
                ])
            #expect(await desk.discord.operations.map(\.buttons.count) == [0, 2])
            _ = try await desk.tell(SessionChanged(platform: "meetme", state: .connected, action: nil))
            let over = await desk.discord.operations
            #expect(over.last?.content == "✅ **over**\n-# 🔑 **meetme** challenge: enter the code")
            #expect(over.map(\.buttons.count) == [0, 0])
        }
    }

    @Test func `An alert is told once, brought up to date in place, and marked when it is over`() async throws {
        try await RelayDesk.with { desk async throws in
            func raise(_ summary: String) async throws {
                try await desk.alert(
                    AlertRaised(alert: "budget", severity: .warning, summary: summary, advice: "Look."))
            }
            try await raise("80 % used")
            try await raise("80 % used")
            try await raise("95 % used")
            #expect(await desk.discord.operations.map(\.content) == ["⚠️ **95 % used**\nLook."])
            try await desk.alert(AlertResolved(alert: "budget", summary: "A new day"))
            #expect(
                await desk.discord.operations.map(\.content) == ["✅ **over:** A new day\n-# ⚠️ **95 % used**\n-# Look."])
            // The next one is another.
            try await raise("80 % used")
            #expect(await desk.discord.operations.count == 2)
        }
    }

    @Test func `A selector that could not be found is one post, also when it is found again`() async throws {
        try await RelayDesk.with { desk async throws in
            try await desk.alert(SelectorsDegraded(platform: "meetme", role: "send", advice: "Nothing is sent."))
            try await desk.alert(
                SelectorsHealed(platform: "meetme", role: "send", old: "a", new: "b", evidence: "[its](x) label"))
            #expect(
                await desk.discord.operations.map(\.content) == [
                    "🩹 **send** is found in another way: \\[its\\]\\(x\\) label\n"
                        + "-# 🧭 **send** cannot be found: Nothing is sent."
                ])
        }
    }

    @Test func `In a forum the operations are a pinned post, made once`() async throws {
        try await RelayDesk.with(channel: DiscordSandbox.forum) { desk async throws in
            _ = try await desk.tell(Self.question)
            try await desk.alert(AlertRaised(alert: "a", severity: .critical, summary: "one", advice: "two"))
            let threads = await desk.discord.threads
            #expect(threads.map(\.name) == [OperationsPlace.postName])
            #expect(threads.first?.messages.count == 3)
        }
    }

    @Test func `“I answered it” becomes one event, and the buttons go`() async throws {
        try await RelayDesk.with { desk async throws in
            try await desk.withGateway {
                let asked = try await desk.tell(Self.question)
                let post = try #require(await desk.discord.operations.first)
                // Both before either is handled.
                async let first = desk.discord.press("I answered it", of: post)
                async let second = desk.discord.press("I answered it", of: post)
                #expect(await [first, second] == [204, 204])
                #expect(await eventually { await desk.discord.whispers.count == 2 })
                #expect(
                    await desk.discord.whispers.sorted() == [
                        "Nothing changed: this was answered already.", "Passed on: the page is looked at again.",
                    ])
                #expect(try await desk.told() == [.sessionAnswered])
                #expect(await eventually { await desk.discord.operations.first?.buttons.isEmpty == true })
                let event = try #require(try await desk.answers().first)
                #expect(event.data.asked == asked.id && event.data.answer == .done && event.data.by.name == "Operator")
                let taken = try await desk.scraper.write { try $0.takeAnswer(to: asked.id, told: event.header.id) }
                #expect(taken.isThere && taken.code == nil)
            }
        }
    }

    @Test func `A code that is entered reaches the scraper once, and no event holds it`() async throws {
        try await RelayDesk.with { desk async throws in
            try await desk.withGateway {
                let asked = try await desk.tell(Self.question)
                let post = try #require(await desk.discord.operations.first)
                #expect(await desk.discord.press("Enter a code", of: post) == 204)
                #expect(await eventually { await desk.discord.form != nil })
                let form = try #require(await desk.discord.form)
                #expect(form.fields == ["code"])
                #expect(
                    await desk.discord.send(["code": String(repeating: "1", count: 65)], to: form.interaction) == 409)
                #expect(await desk.discord.send(["code": " 482913 "], to: form.interaction) == 204)
                #expect(await eventually { await desk.discord.whispers == ["Passed on: the code is typed once."] })
                #expect(await eventually { await desk.discord.operations.first?.buttons.isEmpty == true })
                let event = try #require(try await desk.answers().first)
                #expect(event.data.answer == .code)
                let bodies = try await desk.outbox().map { String(decoding: $0, as: UTF8.self) }
                #expect(bodies.count == 1 && !bodies.contains { $0.contains("482913") })
                let taken = try await desk.scraper.write { try $0.takeAnswer(to: asked.id, told: event.header.id) }
                #expect(taken.code?.reveal() == "482913")
                let again = try await desk.scraper.write { try $0.takeAnswer(to: asked.id, told: event.header.id) }
                #expect(!again.isThere && again.code == nil)
            }
        }
    }

    @Test func `What is no code is not passed on, and can be entered again`() async throws {
        try await RelayDesk.with { desk async throws in
            try await desk.withGateway {
                _ = try await desk.tell(Self.question)
                let post = try #require(await desk.discord.operations.first)
                #expect(await desk.discord.press("Enter a code", of: post) == 204)
                #expect(await eventually { await desk.discord.form != nil })
                let form = try #require(await desk.discord.form)
                #expect(await desk.discord.send(["code": "   "], to: form.interaction) == 204)
                #expect(await eventually { await desk.discord.whispers.count == 1 })
                #expect(await desk.discord.whispers.first?.contains("That is no code") == true)
                #expect(try await desk.told().isEmpty)
                #expect(await desk.discord.operations.first?.buttons.count == 2)
            }
        }
    }
}

extension RelayDesk {
    fileprivate func answers() async throws -> [Event<SessionAnswered>] {
        try await outbox().map { try EventCoding.decode(Event<SessionAnswered>.self, from: $0) }
    }
}
