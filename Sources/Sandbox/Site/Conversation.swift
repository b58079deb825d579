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
    private(set) var lastMessage: Entry?

    init(person: Person) {
        self.person = person
    }

    var isUnread: Bool { unreadCount > 0 }

    var unreadCount: Int {
        entries[readEnd...].count { !$0.isOwn && !$0.isNotice }
    }

    /// The text of the newest notice, if nothing was written after it.
    var trailingNotice: String? {
        guard let last = entries.last, last.isNotice else { return nil }
        return last.text
    }

    /// An own message marks what is above it as read, as typing it needed the conversation open.
    mutating func append(message text: String, own: Bool, at time: Date) -> Entry {
        messageCount += 1
        let entry = Entry(
            index: entries.count, kind: .message(position: messageCount, own: own), text: text, at: time)
        entries.append(entry)
        lastMessage = entry
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

    /// At most `limit` entries that end before `index` (nil: the newest), oldest first.
    func page(before index: Int?, limit: Int) -> ArraySlice<Entry> {
        let end = min(max(index ?? entries.count, 0), entries.count)
        return entries[max(0, end - limit)..<end]
    }
}
