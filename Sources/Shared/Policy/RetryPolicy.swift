/// How long to wait before something is tried again, and when to stop. Pure: the jitter's source is handed in.
///
/// After attempt n the wait is anything from nothing to level n (full jitter), so that failures of one moment spread
/// out; the last level serves all later attempts. What the peer asks for (Retry-After) takes precedence.
public struct RetryPolicy: Sendable, Equatable {
    /// Ascending; a broker has one delay queue for each. Never empty.
    public let levels: [Duration]
    /// The first attempt included; at least 1.
    public let maximumAttempts: Int

    /// 5 s, 30 s, 2 min, 10 min, 1 h: a restart, a deployment, an outage.
    public static let standardLevels: [Duration] = [
        .seconds(5), .seconds(30), .seconds(120), .seconds(600), .seconds(3600),
    ]

    /// What a peer asks for is followed up to a day; peers have sent years by mistake.
    public static let longestRetryAfter = Duration.seconds(86_400)

    /// Eight attempts over the standard levels: about an hour and a half on average, a little over three at most.
    public static let standard = RetryPolicy()

    /// - Parameters:
    ///   - levels: put in ascending order; an empty list means the standard ones.
    ///   - maximumAttempts: less than 1 means 1.
    public init(levels: [Duration] = standardLevels, maximumAttempts: Int = 8) {
        self.levels = (levels.isEmpty ? Self.standardLevels : levels).sorted()
        self.maximumAttempts = max(1, maximumAttempts)
    }

    /// The wait after a failed attempt; nil when there is no attempt left.
    ///
    /// - Parameters:
    ///   - attempt: the one that failed, from 1.
    ///   - retryAfter: what the peer asked for.
    public func delay(
        afterAttempt attempt: Int, retryAfter: Duration? = nil, using jitter: inout some RandomNumberGenerator
    ) -> Duration? {
        guard attempt < maximumAttempts else { return nil }
        if let retryAfter { return min(max(retryAfter, .zero), Self.longestRetryAfter) }
        return Jitter.full(levels[min(max(attempt, 1), levels.count) - 1], using: &jitter)
    }

    /// The delay queue for a wait: the shortest level that is long enough, else the longest, from which what comes back
    /// too early is sent to wait again.
    public func level(for wait: Duration) -> Duration {
        levels.first { $0 >= wait } ?? levels[levels.count - 1]
    }
}
