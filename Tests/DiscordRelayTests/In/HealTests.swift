import Messaging
import Shared
import Store
import Testing

@testable import DiscordRelay
@testable import Sandbox

/// From what was found on a changed page to an owner's word on it, and what becomes of that.
@Suite(.enabled(if: RelayDesk.isPossible, RelayDesk.impossible), .timeLimit(.minutes(2)))
struct HealTests {
    private static let send = FoundSelector(selector: ".x", label: "Send")
    private static let lost = SelectorsDegraded(platform: "meetme", role: "send", advice: "It waits.", proposed: send)
    private static let rows = SelectorsHealed(platform: "meetme", role: "row", old: "a", new: "b", evidence: "3 agree")
    private static let told = "🧭 **send** cannot be found: It waits."

    @Test func `What waits for a word, and what is in use, have two buttons each`() async throws {
        try await RelayDesk.with { desk async throws in
            try await desk.alert(Self.lost)
            try await desk.alert(Self.rows)
            try await desk.alert(SelectorsDegraded(platform: "meetme", role: "bubble", advice: "Mend the pack."))
            let posts = await desk.discord.operations
            #expect(
                posts.map(\.content) == [
                    Self.told, "🩹 **row** is found in another way: 3 agree",
                    "🧭 **bubble** cannot be found: Mend the pack.",
                ])
            #expect(posts.map { $0.buttons.keys.sorted() } == [["Accept", "Reject"], ["Accept", "Reject"], []])
        }
    }

    @Test func `An owner's word becomes one event, and the post follows it to its end`() async throws {
        try await RelayDesk.with { desk async throws in
            try await desk.withGateway {
                try await desk.alert(Self.lost)
                let post = try #require(await desk.discord.operations.first)
                #expect(await desk.discord.press("Accept", of: post) == 204)
                #expect(await desk.carriedOut(1))
                #expect(await desk.discord.whispers == ["Passed on: the post says what becomes of it."])
                let word = try #require(try await desk.words().first)
                #expect(word.found == Self.send && word.decision == .accept && word.by.name == "Operator")
                try await desk.deliverOwn(of: "session:meetme")
                let passed = try #require(await desk.discord.operations.first)
                #expect(passed.content == "☑️ **Operator** says accept: it is passed on\n\(Self.told)")
                #expect(passed.buttons.isEmpty)
                try await desk.settle(word, .accepted)
                let settled = await desk.discord.operations
                #expect(
                    settled.map(\.content) == [
                        "✅ **send**: what was found is accepted by **Operator**, and in use\n-# \(Self.told)"
                    ])
                #expect(!settled.contains { !$0.buttons.isEmpty })
                // Its own event, however late, brings nothing back.
                try await desk.deliverOwn(of: "session:meetme")
                #expect(await desk.discord.operations == settled)
            }
        }
    }

    @Test func `Of several presses at once one has an effect, and each is answered`() async throws {
        try await RelayDesk.with { desk async throws in
            try await desk.withGateway {
                try await desk.alert(Self.rows)
                let post = try #require(await desk.discord.operations.first)
                async let first = desk.discord.press("Accept", of: post)
                async let second = desk.discord.press("Reject", of: post)
                async let third = desk.say(.reject, on: post)
                #expect(await [first, second] == [204, 204])
                let other = try await third
                #expect(await desk.carriedOut(2))
                let words = try await desk.words()
                #expect(words.count == 1)
                let (winner, word) = (words[0].by.name, words[0].decision)
                let late = "Nothing changed: \(winner) said \(word.rawValue) already."
                if winner == somebody.name {
                    #expect(await desk.discord.whispers == [late, late])
                } else {
                    #expect(other == .decided(word, by: words[0].by))
                    #expect(
                        await desk.discord.whispers.sorted() == [late, "Passed on: the post says what becomes of it."])
                }
            }
        }
    }

    @Test func `A press by somebody who is no owner changes nothing, and is told`() async throws {
        try await RelayDesk.with { desk async throws in
            try await desk.withGateway {
                try await desk.alert(Self.lost)
                let post = try #require(await desk.discord.operations.first)
                #expect(await desk.discord.press("Reject", of: post, by: DiscordWorld.colleague) == 204)
                #expect(await desk.carriedOut(1))
                #expect(await desk.discord.whispers == [OperatorPolicy.refusal(.owner)])
                #expect(try await desk.words().isEmpty)
            }
        }
    }

    @Test func `A press counts after a restart, once`() async throws {
        try await RelayDesk.with { desk async throws in
            try await desk.alert(Self.lost)
            let post = try #require(await desk.discord.operations.first)
            for (answer, count) in [("Passed on", 1), ("Nothing changed", 2)] {
                let restarted = desk.restarted()
                try await restarted.withGateway {
                    #expect(await desk.discord.press("Reject", of: post) == 204)
                    #expect(await restarted.carriedOut(1))
                }
                #expect(await desk.discord.whispers.count == count)
                #expect(await desk.discord.whispers.last?.hasPrefix(answer) == true)
            }
            let words = try await desk.words()
            #expect(words.map(\.decision) == [.reject])
        }
    }

    @Test func `Looks that agree need no word any more`() async throws {
        try await RelayDesk.with { desk async throws in
            try await desk.withGateway {
                try await desk.alert(Self.lost)
                let asked = try #require(await desk.discord.operations.first)
                try await desk.alert(Self.healed)
                let post = try #require(await desk.discord.operations.first)
                #expect(post.content == "🩹 **send** is found in another way: 3 looks\n-# \(Self.told)")
                #expect(post.buttons.isEmpty)
                #expect(await desk.discord.operations.count == 1)
                // A client that had the button yet.
                #expect(await desk.discord.press("Accept", of: asked) == 409)
                #expect(try await desk.say(.accept, on: asked) == .over)
                #expect(try await desk.words().isEmpty)
            }
        }
    }

    @Test func `Looks that agree while a word is on its way leave the end to the word`() async throws {
        try await RelayDesk.with { desk async throws in
            try await desk.alert(Self.lost)
            let post = try #require(await desk.discord.operations.first)
            let word = try await desk.say(.reject, on: post)
            guard case .passedOn = word else {
                Issue.record("\(word)")
                return
            }
            try await desk.alert(Self.healed)
            #expect(
                await desk.discord.operations.map(\.content) == [
                    "☑️ **sam** says reject: it is passed on\n🩹 **send** is found in another way: 3 looks\n-# \(Self.told)"
                ])
            try await desk.settle(try #require(try await desk.words().first), .rejected)
            let end = try #require(await desk.discord.operations.first)
            #expect(end.content.hasPrefix("🚫 **send**: what was found is rejected by **sam**, and never used\n-# 🩹"))
            #expect(end.buttons.isEmpty)
        }
    }

    @Test func `A command on the scraper's machine takes the buttons off`() async throws {
        try await RelayDesk.with { desk async throws in
            try await desk.alert(Self.lost)
            try await desk.alert(
                SelectorsSettled(platform: "meetme", role: "send", found: Self.send, outcome: .rejected))
            let posts = await desk.discord.operations
            #expect(
                posts.map(\.content) == [
                    "🚫 **send**: what was found is rejected by a command on the scraper's machine, and never used\n"
                        + "-# \(Self.told)"
                ])
            #expect(!posts.contains { !$0.buttons.isEmpty })
        }
    }

    @Test func `A word that came too late is told, and what is found now has its own buttons`() async throws {
        try await RelayDesk.with { desk async throws in
            try await desk.alert(Self.lost)
            let old = try #require(await desk.discord.operations.first)
            _ = try await desk.say(.accept, on: old)
            var other = Self.lost
            other.proposed = FoundSelector(selector: ".y")
            other.advice = "Another waits."
            try await desk.alert(other)
            let new = try #require(await desk.discord.operations.first)
            #expect(new.content == "🧭 **send** cannot be found: Another waits.")
            #expect(new.buttons.count == 2 && new.heal != old.heal && new.id == old.id)
            try await desk.settle(try #require(try await desk.words().first), .outdated)
            let posts = await desk.discord.operations
            #expect(
                posts.map(\.content) == [
                    new.content,
                    "⌛ **send**: the word of **sam** changed nothing: it was on what is not found any more",
                ])
            #expect(posts.map(\.buttons.count) == [2, 0])
        }
    }

    @Test func `A loss after something was found is a post of its own, and the older one has no buttons`() async throws
    {
        try await RelayDesk.with { desk async throws in
            try await desk.alert(Self.healed)
            let old = try #require(await desk.discord.operations.first)
            #expect(old.buttons.count == 2)
            try await desk.alert(SelectorsDegraded(platform: "meetme", role: "send", advice: "It led nowhere."))
            let posts = await desk.discord.operations
            #expect(
                posts.map(\.content) == [
                    "⏩ **told anew below**\n-# 🩹 **send** is found in another way: 3 looks",
                    "🧭 **send** cannot be found: It led nowhere.",
                ])
            #expect(!posts.contains { !$0.buttons.isEmpty })
            #expect(try await desk.say(.accept, on: old) == .over)
        }
    }

    @Test func `What was told before something newer changes nothing when it comes late`() async throws {
        try await RelayDesk.with { desk async throws in
            let late = try await desk.worker.write { try $0.emit(Self.lost, topic: "session:meetme") }
            try await desk.alert(Self.healed)
            let posts = await desk.discord.operations
            #expect(await desk.router.handle(try delivery(Event(header: late, data: Self.lost))) == .done)
            #expect(await desk.discord.operations == posts)
        }
    }

    private static let healed = SelectorsHealed(
        platform: "meetme", role: "send", old: "a", new: ".x", label: "Send", evidence: "3 looks")
}

private let somebody = Approver(kind: .discord, id: "5", name: "sam")

extension DiscordSandbox.Post {
    /// What its buttons are about.
    fileprivate var heal: String { buttons["Accept"].flatMap(HealButton.init(customID:))?.heal ?? "" }
}

extension RelayDesk {
    fileprivate func words() async throws -> [SelectorsDecided] {
        try await outbox().compactMap { body in
            guard try EventCoding.decodeHeader(from: body).name == .selectorsDecided else { return nil }
            return try EventCoding.decode(Event<SelectorsDecided>.self, from: body).data
        }
    }

    /// Somebody says it, whatever became of the buttons.
    fileprivate func say(_ decision: SelectorDecision, on post: DiscordSandbox.Post) async throws -> HealWord {
        try await store.write { try $0.decide(post.heal, decision, by: somebody) }
    }

    /// As the scraper answers a word.
    fileprivate func settle(_ word: SelectorsDecided, _ outcome: SelectorOutcome) async throws {
        try await alert(
            SelectorsSettled(
                platform: word.platform, role: word.role, found: word.found, outcome: outcome, asked: word.asked,
                by: word.by))
    }
}
