/// Spreads calls so that a quota is never used up. Pure: the time is handed in.
///
/// Google allows 60 reads and 60 writes a minute to each user, and a service account is one user
/// (developers.google.com/workspace/sheets/api/limits).
struct QuotaPacer: Equatable, Sendable {
    /// Two calls are at least so far apart.
    let gap: Duration
    /// At most so many calls…
    let limit: Int
    /// …within any stretch of this length.
    let window: Duration
    /// Within the last window, ascending; at most `limit`.
    private var calls: [ContinuousClock.Instant] = []

    /// One a second, and five a minute less than allowed: the clocks of two peers do not tick alike.
    static let sheets = QuotaPacer(gap: .seconds(1), limit: 55, window: .seconds(60))

    init(gap: Duration, limit: Int, window: Duration) {
        self.gap = gap
        self.limit = max(1, limit)
        self.window = window
    }

    /// How long to wait before the next call.
    func delay(at now: ContinuousClock.Instant) -> Duration {
        guard let last = calls.last else { return .zero }
        var earliest = last + gap
        if calls.count >= limit { earliest = max(earliest, calls[calls.count - limit] + window) }
        return max(.zero, earliest - now)
    }

    /// Notes that a call is made at `now`, whatever comes of it: refused ones count too.
    mutating func spend(at now: ContinuousClock.Instant) {
        calls.append(now)
        calls.removeFirst(calls.count - min(calls.count, limit))
    }
}
