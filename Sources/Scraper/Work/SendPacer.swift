/// Spaces replies out: at most so many in an hour, and a gap between two. Pure: the clock is an argument.
struct SendPacer: Sendable {
    typealias Instant = ContinuousClock.Instant

    private let perHour: Int
    private let gap: Duration
    private var sent: [Instant] = []
    private var next: Instant?

    init(perHour: Int, gap: Duration) {
        self.perHour = perHour
        self.gap = gap
    }

    /// How long to wait before typing; nil when it may be now, which is counted then.
    mutating func admit(at now: Instant) -> Duration? {
        sent.removeAll { now - $0 >= .seconds(3600) }
        if sent.count >= perHour, let first = sent.first { return .seconds(3600) - (now - first) }
        if let next, next > now { return now.duration(to: next) }
        sent.append(now)
        next = now + gap
        return nil
    }
}
