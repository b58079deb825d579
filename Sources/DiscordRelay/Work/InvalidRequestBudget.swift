/// Keeps the bot far below the 10,000 answers of 401, 403 and 429 in ten minutes after which Discord bans an address.
/// Pure: the clock is an argument.
struct InvalidRequestBudget: Sendable {
    static let limit = 100
    static let window = Duration.seconds(600)

    private var times: [ContinuousClock.Instant] = []

    /// - Parameter isShared: a 429 of scope `shared` does not count.
    mutating func record(status: Int, isShared: Bool, at now: ContinuousClock.Instant) {
        guard status == 401 || status == 403 || (status == 429 && !isShared) else { return }
        times.append(now)
        if times.count > Self.limit { times.removeFirst(times.count - Self.limit) }
    }

    /// How long to send nothing at all; nil while there is budget.
    func pause(at now: ContinuousClock.Instant) -> Duration? {
        guard times.count >= Self.limit, let first = times.first, now - first < Self.window else { return nil }
        return Self.window - (now - first)
    }
}
