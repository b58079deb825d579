/// The calls that wait for an answer, with their deadlines. Pure: it neither waits nor resumes anyone.
struct CallTable<Waiter> {
    typealias Instant = ContinuousClock.Instant

    struct Entry {
        /// Nil for a call to the browser itself.
        let session: String?
        let what: String
        let limit: Duration
        let waiter: Waiter
    }

    let limit: Int
    private var entries: [Int: Entry] = [:]
    /// Ascending by deadline. An id whose call has been answered stays until it is reached or swept.
    private var deadlines: [(at: Instant, id: Int)] = []
    private var refusing: [String: DevToolsError] = [:]

    init(limit: Int) {
        self.limit = limit
    }

    var count: Int { entries.count }

    /// Takes a call, or says why it cannot be made.
    /// - Parameter revives: the call may be made though its session refuses calls.
    mutating func add(_ id: Int, _ entry: Entry, now: Instant, revives: Bool = false) -> DevToolsError? {
        guard entries.count < limit else {
            return DevToolsError(.overloaded, "More than \(limit) calls wait for the browser.")
        }
        if !revives, let session = entry.session, let refusal = refusing[session] { return refusal }
        entries[id] = entry
        let deadline = now + entry.limit
        var low = 0
        var high = deadlines.count
        while low < high {
            let middle = (low + high) / 2
            if deadlines[middle].at <= deadline { low = middle + 1 } else { high = middle }
        }
        deadlines.insert((deadline, id), at: low)
        sweep()
        return nil
    }

    /// The call that an answer belongs to; nil for an answer nobody waits for any more.
    mutating func remove(_ id: Int) -> Entry? {
        entries.removeValue(forKey: id)
    }

    /// The calls whose deadline has passed.
    mutating func expire(_ now: Instant) -> [Entry] {
        let passed = deadlines.prefix { $0.at <= now }
        defer { deadlines.removeFirst(passed.count) }
        return passed.compactMap { entries.removeValue(forKey: $0.id) }
    }

    /// When `expire` should be called next.
    mutating func nextDeadline() -> Instant? {
        let answered = deadlines.prefix { entries[$0.id] == nil }.count
        if answered > 0 { deadlines.removeFirst(answered) }
        return deadlines.first?.at
    }

    /// The calls of one session, which are over.
    mutating func removeAll(of session: String) -> [Entry] {
        let ids = entries.filter { $0.value.session == session }.keys
        return ids.compactMap { entries.removeValue(forKey: $0) }
    }

    mutating func removeAll() -> [Entry] {
        defer {
            entries = [:]
            deadlines = []
        }
        return Array(entries.values)
    }

    /// Refuses further calls of a session, or accepts them again (nil).
    mutating func refuse(_ session: String, with error: DevToolsError?) {
        refusing[session] = error
    }

    private mutating func sweep() {
        if deadlines.count > 2 * entries.count + 64 {
            deadlines.removeAll { entries[$0.id] == nil }
        }
    }
}
