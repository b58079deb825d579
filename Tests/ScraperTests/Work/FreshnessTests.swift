import Testing

@testable import Scraper

@Suite struct FreshnessTests {
    private func row(_ preview: String, at: Int64?) -> ConversationRow {
        ConversationRow(id: "1", name: "Mia", preview: preview, at: at, isUnread: true)
    }

    private func page(_ texts: String...) -> Transcript {
        Transcript(
            name: "Mia", bubbles: texts.map { .init(id: nil, isOwn: false, author: nil, text: $0, at: nil) },
            isComplete: true)
    }

    @Test func `A page that ends with the preview is current, one that does not is not`() {
        let freshness = Freshness()
        #expect(freshness.isCurrent(page("a", "hi"), row: row("hi", at: 1)))
        #expect(!freshness.isCurrent(page("a"), row: row("hi", at: 1)))
        #expect(!freshness.isCurrent(page(), row: row("hi", at: 1)))
        #expect(freshness.isCurrent(page(), row: row("", at: 1)))
        #expect(freshness.isCurrent(page("a"), row: nil))
    }

    @Test(arguments: [
        ("hello the…", true), ("hello the...", true), ("hello   there\nyou", true), ("You: hello there you", true),
        ("goodbye", false),
    ])
    func `A preview may be cut, folded, or name the writer`(preview: String, isCurrent: Bool) {
        #expect(Freshness().isCurrent(page("hello there you"), row: row(preview, at: 1)) == isCurrent)
    }

    @Test func `The same words at another time are another message`() {
        var freshness = Freshness()
        freshness.note(page("hi"), row: row("hi", at: 1))
        #expect(freshness.isCurrent(page("hi"), row: row("hi", at: 1)))
        #expect(!freshness.isCurrent(page("hi"), row: row("hi", at: 2)))
        #expect(freshness.isCurrent(page("hi", "hi"), row: row("hi", at: 2)))
    }

    @Test func `A preview that is never a bubble holds nobody up twice`() {
        var freshness = Freshness()
        #expect(!freshness.isCurrent(page("a"), row: row("Photo", at: 5)))
        freshness.note(page("a"), row: row("Photo", at: 5))
        #expect(freshness.isCurrent(page("a"), row: row("Photo", at: 5)))
        #expect(!freshness.isCurrent(page("a"), row: row("Photo", at: 6)))
    }

    @Test func `The list's word of our own reply is no reason to wait`() {
        var freshness = Freshness()
        freshness.noteSent(page("hi", "hello you"), in: "1")
        #expect(freshness.isCurrent(page("hi", "hello you"), row: row("hello you", at: 9)))
        freshness.note(page("hi", "hello you"), row: row("hello you", at: 9))
        #expect(!freshness.isCurrent(page("hi", "hello you"), row: row("hello you", at: 10)))
    }

    @Test func `What is remembered has a bound`() {
        var freshness = Freshness()
        for id in 0...Freshness.limit {
            freshness.note(page("a"), row: ConversationRow(id: "\(id)", name: "", preview: "a", at: 1, isUnread: false))
        }
        // The first is forgotten, so its unchanged page passes for current again.
        #expect(
            freshness.isCurrent(
                page("a"), row: ConversationRow(id: "0", name: "", preview: "a", at: 2, isUnread: false)))
    }
}
