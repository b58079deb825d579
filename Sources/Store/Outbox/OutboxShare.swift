import Shared
import Synchronization

/// Which slots of a service's outbox this instance publishes: an equal share among the instances at work, each slot by a
/// lease.
///
/// A holder that was stopped for longer than its lease stops by itself: a slot counts as held only until a moment before
/// the lease ends by this process's own monotonic clock. What it has published then may be published again by the next
/// holder; consumers know the event by its id.
actor OutboxShare {
    /// How often leases are renewed and shares are looked at.
    static let interval = Duration.seconds(3)
    static let lease = Duration.seconds(10)
    /// A lease is not relied on in its last moments.
    static let margin = Duration.seconds(2)

    private let service: String
    private let book: LeaseBook
    /// Each with the time until which it counts as held.
    private var held: [Int: ContinuousClock.Instant] = [:]
    private var nextLook = ContinuousClock.now

    init(store: Store, holder: String? = nil) {
        service = store.service.rawValue
        book = LeaseBook(store: store, duration: Self.lease, holder: holder)
    }

    /// The slots to publish now, and until when.
    func slots() async throws -> (slots: [Int], until: ContinuousClock.Instant) {
        if ContinuousClock.now >= nextLook {
            try await look()
            nextLook = .now + Self.interval
        }
        let now = ContinuousClock.now
        held = held.filter { $0.value > now }
        return (held.keys.sorted(), held.values.min() ?? now)
    }

    /// Lets the others go on at once.
    func release() async {
        let names = held.keys.map(name)
        held = [:]
        try? await book.release(names)
        try? await book.leave(group)
    }

    private var group: String { "outbox:\(service)" }
    private func name(_ slot: Int) -> String { "outbox:\(service):\(slot)" }

    /// Renews, gives away what falls to others, and takes what falls to this instance.
    func look() async throws {
        let instances = try await book.join(group)
        let mine = (0..<OutboxSlot.count).filter {
            OutboxSlot.owner(of: $0, among: instances) == book.me
        }
        let lost = held.keys.filter { !mine.contains($0) }
        for slot in lost { held[slot] = nil }
        try await book.release(lost.map(name))
        let asked = ContinuousClock.now
        if try await !book.renew(held.keys.map(name)) { held = [:] }
        for slot in held.keys { held[slot] = end(from: asked) }
        let taken = try await book.take(mine.filter { held[$0] == nil }.map(name))
        for slot in mine where taken[name(slot)] != nil { held[slot] = end(from: asked) }
    }

    private func end(from asked: ContinuousClock.Instant) -> ContinuousClock.Instant {
        asked + Self.lease - Self.margin
    }
}
