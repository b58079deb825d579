import Shared

/// Where to look for messages that were written while nobody listened. Pure.
struct MissedSpan: Equatable, Sendable {
    /// Clocks differ, and what was heard last may not have been dealt with.
    static let overlap = Duration.seconds(60)
    /// What is older was given up by whoever wrote it.
    static let longest = Duration.seconds(86_400)
    /// So many threads, those with the latest messages, are looked into.
    static let maximumThreads = 200

    /// Only messages with a higher id count.
    let start: UInt64

    /// - Parameter heard: until when everything was heard.
    init(since heard: Timestamp, at now: Timestamp) {
        let from = max(
            heard.milliseconds - Self.overlap.wholeMilliseconds, now.milliseconds - Self.longest.wholeMilliseconds)
        start = UInt64(Snowflake.first(at: Timestamp(milliseconds: from))) ?? 0
    }

    /// The channel's threads in which something was written since, the latest first.
    func threads(of channel: String, among active: [DiscordChannel]) -> [String] {
        let latest = active.compactMap { thread -> (id: String, message: UInt64)? in
            guard thread.parent_id == channel, let last = thread.last_message_id.flatMap({ UInt64($0) }), last > start
            else { return nil }
            return (thread.id, last)
        }
        return latest.sorted { $0.message > $1.message }.map(\.id)
    }
}

extension Duration {
    fileprivate var wholeMilliseconds: Int64 {
        components.seconds * 1000 + components.attoseconds / 1_000_000_000_000_000
    }
}
