import Foundation

/// One person's timeline.
struct Conversation: Sendable {
    let person: Person
    private(set) var entries: [Entry] = []
    private var messageCount = 0
    /// Entries below this index were on the owner's screen.
    private var readEnd = 0
    /// Own messages below this index were on the person's screen.
    private(set) var seenEnd = 0

    init(person: Person) {
        self.person = person
    }

    var lastMessage: Entry? { entries.last { !$0.isNotice && !$0.isDeleted } }

    var isUnread: Bool { unreadCount > 0 }

    var unreadCount: Int {
        entries[readEnd...].count { !$0.isOwn && !$0.isNotice && !$0.isDeleted }
    }

    /// The text of the newest notice, if nothing was written after it.
    var trailingNotice: String? {
        guard let last = entries.last(where: { !$0.isDeleted }), last.isNotice else { return nil }
        return last.text
    }

    /// An own message marks what is above it as read, as typing it needed the conversation open.
    mutating func append(message text: String, own: Bool, at time: Date, with attached: [Attached] = []) -> Entry {
        messageCount += 1
        let entry = Entry(
            index: entries.count, kind: .message(position: messageCount, own: own), text: text, attached: attached,
            at: time)
        entries.append(entry)
        if own { readEnd = entries.count }
        return entry
    }

    mutating func append(notice text: String, at time: Date) -> Entry {
        let entry = Entry(index: entries.count, kind: .notice, text: text, at: time)
        entries.append(entry)
        return entry
    }

    mutating func markRead() {
        readEnd = entries.count
    }

    /// True when something was newly seen.
    mutating func markSeen() -> Bool {
        guard entries[seenEnd...].contains(where: \.isOwn) else { return false }
        seenEnd = entries.count
        return true
    }

    /// Changes the message that has this position.
    /// - Returns: it afterwards; nil when there is no such message, or it was deleted.
    mutating func change(_ position: Int, _ body: (inout Entry) -> Void) -> Entry? {
        let index = entries.firstIndex { $0.position == position && !$0.isDeleted }
        guard let index else { return nil }
        body(&entries[index])
        return entries[index]
    }

    /// At most `limit` entries that end before `index` (nil: the newest), oldest first, and whether there are earlier ones.
    func page(before index: Int?, limit: Int) -> (entries: ArraySlice<Entry>, hasMore: Bool) {
        let end = min(max(index ?? entries.count, 0), entries.count)
        let shown = entries[..<end].filter { !$0.isDeleted }
        return (shown.suffix(limit), shown.count > limit)
    }
}
