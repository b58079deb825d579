/// How often and how long a transaction is tried.
public struct TransactionBudget: Hashable, Sendable {
    /// The most times that the body runs, at least 1.
    public var attempts: Int
    /// No attempt begins later than this after the first.
    public var duration: Duration
    /// The wait before the second attempt; it doubles with each, up to ``longestPause``, and a random part of it is
    /// waited.
    public var firstPause: Duration
    public var longestPause: Duration

    public init(
        attempts: Int = 20, duration: Duration = .seconds(10), firstPause: Duration = .milliseconds(5),
        longestPause: Duration = .milliseconds(500)
    ) {
        self.attempts = attempts
        self.duration = duration
        self.firstPause = firstPause
        self.longestPause = longestPause
    }

    /// How long to wait after an attempt that failed, or `nil` when that was the last.
    ///
    /// - Parameters:
    ///   - attempt: the number of the attempt that failed, from 1.
    ///   - elapsed: the time since the first attempt began.
    ///   - jitter: a random number from 0 to 1.
    func pause(after attempt: Int, elapsed: Duration, jitter: Double) -> Duration? {
        guard attempt < attempts else { return nil }
        var pause = firstPause
        for _ in 1..<max(1, attempt) where pause < longestPause { pause *= 2 }
        pause = min(pause, longestPause) * jitter
        return elapsed + pause < duration ? pause : nil
    }
}

/// What a failure within a transaction means.
enum TransactionOutcome: Equatable {
    /// Nothing was written and the whole may be tried again.
    case restart
    /// It may have been committed: only the commit may be tried again.
    case unknown
    /// It was not committed and trying again changes nothing.
    case failed

    /// - Parameter error: what the first operation that failed in the body, or the body itself, threw.
    static func ofBody(_ error: MongoError) -> TransactionOutcome {
        error.labels.contains(DriverFailure.transient) ? .restart : .failed
    }

    /// - Parameter error: what the commit threw.
    static func ofCommit(_ error: MongoError) -> TransactionOutcome {
        if error.labels.contains(DriverFailure.unknownCommit) { return .unknown }
        switch error.code {
        // libmongoc 1.23 leaves the label out when the server is silent, so the network's faults count as unknown in
        // any case.
        case .connection, .serverSelection, .timeout: return .unknown
        default: return error.labels.contains(DriverFailure.transient) ? .restart : .failed
        }
    }
}
