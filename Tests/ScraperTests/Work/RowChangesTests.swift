import Testing

@testable import Scraper

@Suite struct RowChangesTests {
    private func row(_ id: String, _ preview: String, at: Int64? = 1, isUnread: Bool = false) -> ConversationRow {
        ConversationRow(id: id, name: "N\(id)", preview: preview, at: at, isUnread: isUnread)
    }

    @Test func `Every row is news once, in the order of the list`() {
        var changes = RowChanges()
        #expect(changes.update([row("2", "b"), row("1", "a")]).map(\.id) == ["2", "1"])
        #expect(changes.update([row("1", "a"), row("2", "b")]).isEmpty)
    }

    @Test func `Another preview, another time or a new unread mark is news; being read is not`() {
        var changes = RowChanges()
        _ = changes.update([row("1", "a"), row("2", "a"), row("3", "a"), row("4", "a", isUnread: true)])
        let news = changes.update([
            row("1", "b"), row("2", "a", at: 2), row("3", "a", isUnread: true), row("4", "a"),
        ])
        #expect(news.map(\.id) == ["1", "2", "3"])
    }

    @Test func `A conversation that could not be read is news again`() {
        var changes = RowChanges()
        _ = changes.update([row("1", "a")])
        changes.forget("1")
        #expect(changes.update([row("1", "a")]).map(\.id) == ["1"])
    }

    @Test func `A row that leaves the list and comes back unchanged is no news`() {
        var changes = RowChanges()
        _ = changes.update([row("1", "a"), row("2", "a")])
        #expect(changes.update([row("2", "a")]).isEmpty)
        #expect(changes.update([row("1", "a"), row("2", "a")]).isEmpty)
    }
}
