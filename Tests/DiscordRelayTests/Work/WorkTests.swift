import Shared
import Testing

@testable import DiscordRelay

@Suite struct WorkTests {
    @Test func `a button survives the trip through Discord and foreign ones are not ours`() {
        let button = DraftButton(action: .approve, draft: EventID.make())
        #expect(DraftButton(customID: button.customID) == button)
        #expect(button.customID.utf16.count <= DraftButton.maximumLength)
        for foreign in [
            "", "v1:approve:", "v2:approve:x", "v1:burn:x", "v1:approve:a:b", String(repeating: "v", count: 200),
        ] {
            #expect(DraftButton(customID: foreign) == nil)
        }
    }

    @Test func `a nonce is the same for the same effect and fits Discord's limit`() {
        #expect(Nonce.make(for: "a") == Nonce.make(for: "a"))
        #expect(Nonce.make(for: "a") != Nonce.make(for: "b"))
        #expect(Nonce.make(for: "discord.message:x").count == 24)
    }

    @Test func `nothing a stranger writes keeps its meaning to Discord`() {
        #expect(RelayedText.escape("*bold* _it_") == "\\*bold\\* \\_it\\_")
        #expect(RelayedText.escape("@everyone <@1>") == "@\u{200B}everyone \\<@\u{200B}1\\>")
        #expect(RelayedText.escape("[a](https://b.c)") == "\\[a\\]\\(https\\://b.c\\)")
        #expect(RelayedText.escape("a\u{202E}b\u{200B}c") == "abc")
        #expect(RelayedText.escape("👩‍👩‍👧 ok") == "👩‍👩‍👧 ok")
    }

    @Test func `a long text is cut at a break and loses nothing but the break`() {
        let text = (1...400).map { "word\($0)" }.joined(separator: " ")
        let parts = PostSplit.parts(prefix: "**A:** ", text: text, limit: 200)
        #expect(parts.allSatisfy { $0.utf16.count <= 200 })
        #expect(parts.joined(separator: " ") == "**A:** " + text)
        #expect(PostSplit.parts(prefix: "p ", text: "short") == ["p short"])
        let unbroken = String(repeating: "é", count: 450)
        let cut = PostSplit.parts(prefix: "", text: unbroken, limit: 200)
        #expect(cut.joined() == unbroken && cut.count == 3)
    }

    @Test func `a draft that cannot be shown whole cannot be approved`() {
        func card(_ text: String) -> DraftCard {
            DraftCard.offered(
                ReplyDrafted(
                    draft: "d", conversation: ConversationReference(id: "m:1", name: "Anna"), text: text, textHash: "h",
                    answers: 1, message: "m:1#1", model: "m", held: nil))
        }
        #expect(card("hello").content.contains("> hello"))
        #expect(card("hello").buttons.map(\.label) == ["Approve", "Edit", "Discard", "Take over", "Reply"])
        #expect(card("hello").buttons.allSatisfy { !$0.isDisabled })
        let long = card(String(repeating: "x", count: 1900))
        #expect(long.buttons.first?.isDisabled == true)
        #expect(long.content.utf16.count <= PostSplit.maximumLength)
    }

    @Test func `what the guard found is shown with the draft`() {
        let card = DraftCard.offered(
            ReplyDrafted(
                draft: "d", conversation: ConversationReference(id: "m:1", name: "Anna"), text: "pay me", textHash: "h",
                answers: 1, message: "m:1#1", model: "m", held: GuardFinding(rule: "money", reason: "asks for money")))
        #expect(card.content.hasSuffix("\n⚠️ held by money: asks for money"))
    }
}

@Suite struct RateLimitTests {
    private let route = DiscordRoute(template: "POST /channels/{id}/messages", major: "1")
    private let start = ContinuousClock.now

    @Test func `an unknown bucket is asked once before others follow`() {
        var buckets = RateLimitBuckets()
        #expect(buckets.admit(route, at: start) == nil)
        #expect(buckets.admit(route, at: start) != nil)
        buckets.learn(route, RateLimitHeaders(bucket: "b", remaining: 4, resetAfter: .seconds(5)), at: start)
        for _ in 0..<4 { #expect(buckets.admit(route, at: start) == nil) }
        #expect(buckets.admit(route, at: start) == .seconds(5))
    }

    @Test func `channels have buckets of their own`() {
        var buckets = RateLimitBuckets()
        _ = buckets.admit(route, at: start)
        buckets.learn(route, RateLimitHeaders(bucket: "b", remaining: 0, resetAfter: .seconds(5)), at: start)
        #expect(buckets.admit(route, at: start) == .seconds(5))
        #expect(buckets.admit(DiscordRoute(template: route.template, major: "2"), at: start) == nil)
    }

    @Test func `a global limit stops everything but interactions`() {
        var buckets = RateLimitBuckets()
        _ = buckets.admit(route, at: start)
        buckets.learn(route, RateLimitHeaders(retryAfter: .seconds(3), isGlobal: true), at: start)
        #expect(buckets.admit(DiscordRoute(template: "GET /x", major: ""), at: start) == .seconds(3))
        #expect(
            buckets.admit(DiscordRoute(template: "POST /i", major: "", isExemptFromGlobal: true), at: start) == nil)
    }

    @Test func `no more than the global number goes out in a second`() {
        var buckets = RateLimitBuckets()
        var sent = 0
        for channel in 0..<100
        where buckets.admit(DiscordRoute(template: "POST /c/\(channel)", major: "\(channel)"), at: start) == nil {
            sent += 1
        }
        #expect(sent == RateLimitBuckets.globalLimit)
        #expect(buckets.admit(route, at: start + .seconds(1)) == nil)
    }

    @Test func `a hundred refused calls pause everything for the rest of ten minutes`() {
        var budget = InvalidRequestBudget()
        for _ in 0..<99 { budget.record(status: 403, isShared: false, at: start) }
        budget.record(status: 429, isShared: true, at: start)
        #expect(budget.pause(at: start) == nil)
        budget.record(status: 401, isShared: false, at: start)
        #expect(budget.pause(at: start + .seconds(1)) == .seconds(599))
        #expect(budget.pause(at: start + .seconds(600)) == nil)
    }
}
