import struct FoundationEssentials.Date

/// When the next Gateway session may be begun. Pure: the clock is an argument.
///
/// Discord gives a bot 1,000 Identify calls a day and resets its token when they are used up. So every call is written
/// down before it is made, also those of an earlier run of this program, and the pauses between them grow: a program that
/// crashes and starts again all day makes fewer than 400.
struct IdentifyBudget: Sendable, Equatable {
    /// So many are never used.
    static let reserve = 50
    static let day = 86_400.0
    /// Discord takes one in five seconds.
    private static let spacing = 5.0
    /// So many within an hour have the shortest pause; each further one doubles it.
    private static let unhurried = 5
    private static let longestPause = 300.0

    /// Those of the past day, oldest first.
    private(set) var times: [Date]

    init(_ times: [Date], at now: Date) {
        self.times = times.filter { now.timeIntervalSince($0) < Self.day }.sorted()
    }

    /// Seconds to wait before the next one; 0 means it may be made now.
    ///
    /// - Parameter limit: what Discord said just now.
    func wait(at now: Date, limit: GatewayBot.StartLimit) -> Double {
        var wait = 0.0
        if limit.remaining < Self.reserve { wait = Double(limit.reset_after) / 1000 }
        if times.count >= max(1, limit.total - Self.reserve), let first = times.first {
            wait = max(wait, Self.day - now.timeIntervalSince(first))
        }
        if let last = times.last { wait = max(wait, pause(at: now) - now.timeIntervalSince(last)) }
        return wait
    }

    mutating func record(at now: Date) { times.append(now) }

    private func pause(at now: Date) -> Double {
        let lately = times.count { now.timeIntervalSince($0) < 3600 }
        var pause = Self.spacing
        for _ in 0..<max(0, min(lately - Self.unhurried, 10)) { pause *= 2 }
        return min(pause, Self.longestPause)
    }
}
