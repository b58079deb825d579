/// The messages that were sent on a channel and are not yet confirmed, by their publish number.
///
/// The broker numbers messages from 1 on each channel in confirm mode, and confirms them one by one or up to a number,
/// in any order. A ring, since the numbers are dense: a dictionary would hash each of them twice.
struct ConfirmWindow<Entry> {
    private var ring: [Entry?]
    /// The number that the next message gets.
    private(set) var nextTag: UInt64 = 1
    /// The lowest number that may still be unconfirmed.
    private var oldestTag: UInt64 = 1
    /// The messages that are unconfirmed.
    private(set) var count = 0
    /// How many may be unconfirmed at the same time.
    let limit: Int

    init(limit: Int) {
        self.limit = limit
        // Twice the limit, so that one late confirm does not hold up the messages after it.
        ring = Array(repeating: nil, count: max(limit * 2, 2))
    }

    /// Whether another message may be sent.
    var hasRoom: Bool {
        count < limit && nextTag - oldestTag < UInt64(ring.count)
    }

    /// The message that waits longest.
    var oldest: Entry? {
        count == 0 ? nil : ring[slot(oldestTag)]
    }

    /// Takes in a message that is sent now, and returns its number. There must be room.
    @discardableResult
    mutating func append(_ entry: Entry) -> UInt64 {
        defer { nextTag += 1 }
        ring[slot(nextTag)] = entry
        count += 1
        return nextTag
    }

    /// Takes out what the broker has confirmed. A number that is not known, or no longer, does nothing.
    mutating func settle(_ tag: UInt64, multiple: Bool, _ body: (Entry) -> Void) {
        guard tag < nextTag, tag >= oldestTag else { return }
        if multiple {
            for each in oldestTag...tag { take(each).map(body) }
        } else {
            take(tag).map(body)
        }
        advance()
    }

    /// Takes out the message that waits longest.
    mutating func popOldest() -> Entry? {
        guard count > 0 else { return nil }
        let entry = take(oldestTag)
        advance()
        return entry
    }

    /// Changes the oldest message that fulfils the condition, if there is one.
    mutating func updateFirst(where condition: (Entry) -> Bool, change: (inout Entry) -> Void) {
        for tag in oldestTag..<nextTag {
            let index = slot(tag)
            guard var entry = ring[index], condition(entry) else { continue }
            change(&entry)
            ring[index] = entry
            return
        }
    }

    /// Takes out everything, oldest first, and begins to number at 1 again.
    mutating func reset(_ body: (Entry) -> Void) {
        while let entry = popOldest() { body(entry) }
        nextTag = 1
        oldestTag = 1
    }

    private mutating func take(_ tag: UInt64) -> Entry? {
        guard let entry = ring[slot(tag)].take() else { return nil }
        count -= 1
        return entry
    }

    private mutating func advance() {
        while oldestTag < nextTag, ring[slot(oldestTag)] == nil { oldestTag += 1 }
    }

    private func slot(_ tag: UInt64) -> Int {
        Int(tag % UInt64(ring.count))
    }
}
