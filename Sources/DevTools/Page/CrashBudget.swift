/// How often something may break down before a person has to look.
public struct CrashBudget: Sendable {
    public let limit: Int
    public let window: Duration
    private var crashes: [ContinuousClock.Instant] = []

    /// - Parameters:
    ///   - limit: crashes within the window that are one too many.
    public init(limit: Int = 3, window: Duration = .seconds(600)) {
        self.limit = limit
        self.window = window
    }

    /// Notes a crash. False when the budget is spent: stop, and call for help.
    public mutating func allowsRecovery(at now: ContinuousClock.Instant = .now) -> Bool {
        crashes.removeAll { $0 + window <= now }
        crashes.append(now)
        return crashes.count < limit
    }
}
