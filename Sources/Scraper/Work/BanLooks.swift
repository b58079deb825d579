/// When a page that says that the account is suspended is loaded anew: after two minutes, then ever more seldom, at last
/// twice an hour. Pure.
struct BanLooks: Sendable {
    static let first = Duration.seconds(120)
    static let longest = Duration.seconds(1_800)

    private var pause = first
    private var next: ContinuousClock.Instant

    init(from start: ContinuousClock.Instant = .now) { next = start + Self.first }

    /// Whether it is time for a look, which is counted then.
    mutating func isDue(at now: ContinuousClock.Instant) -> Bool {
        guard now >= next else { return false }
        pause = min(pause * 2, Self.longest)
        next = now + pause
        return true
    }
}
