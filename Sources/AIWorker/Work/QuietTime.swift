import struct FoundationEssentials.Date

/// How long a draft waits for somebody who is not done writing. Pure.
struct QuietTime: Sendable, Equatable {
    /// Since the latest message; shorter pauses belong to one burst.
    var quiet: Duration
    /// Since the first message of a burst.
    var longest: Duration

    /// When to ask for a draft that answers the latest message.
    ///
    /// - Parameters:
    ///   - message: when the latest message was seen.
    ///   - earlier: when the incoming messages right before it were seen, oldest first.
    func end(after message: Date, earlier: [Date]) -> Date {
        var first = message
        for date in earlier.reversed() {
            guard first.timeIntervalSince(date) <= quiet.inSeconds else { break }
            first = min(first, date)
        }
        return min(message.addingTimeInterval(quiet.inSeconds), first.addingTimeInterval(longest.inSeconds))
    }
}

extension Duration {
    var inSeconds: Double { Double(components.seconds) + Double(components.attoseconds) / 1e18 }
}
