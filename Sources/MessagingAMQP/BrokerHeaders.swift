import AMQP

/// Our own headers on the wire. Attempts are counted here, never by the broker's delivery count: that one also counts
/// messages which were prefetched and never handled.
enum BrokerHeaders {
    static let attempt = "x-attempt"
    static let deferrals = "x-deferrals"
    static let firstFailedAt = "x-first-failed-at"
    static let lastError = "x-last-error"
    static let deadReason = "x-dead-reason"
    static let deadHandler = "x-dead-handler"
    static let deadQueue = "x-dead-queue"
    static let traceparent = "traceparent"
    static let causation = "causationid"
    static let sequence = "sequence"

    /// A reason is cut to so many bytes: headers are for reading in the management UI.
    static let maximumReasonLength = 500
}

extension [String: AMQPValue] {
    /// A count that a publisher of ours wrote; anything else counts as `fallback`.
    func count(_ key: String, or fallback: Int) -> Int {
        guard case .int64(let value)? = self[key], value >= 0, value < 1_000_000 else { return fallback }
        return Int(value)
    }
}
