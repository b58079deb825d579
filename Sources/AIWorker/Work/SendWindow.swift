import struct FoundationEssentials.Date

/// When automatic messages were sent lately: a cap within any time of a given length. Pure.
struct SendWindow: Sendable, Equatable {
    /// Oldest first.
    var times: [Date]

    /// Whether one more may be sent.
    func admits(at now: Date, limit: Int, within length: Duration) -> Bool {
        times.count { now.timeIntervalSince($0) < length.inSeconds } < limit
    }

    /// One is sent; what no longer counts is forgotten, but for the last.
    mutating func send(at now: Date, within length: Duration) {
        times.removeAll { now.timeIntervalSince($0) >= length.inSeconds }
        times.append(now)
    }
}
