/// Messages written, and what Discord saw of them.
struct DiscordFigures: Sendable, Equatable, Encodable {
    var messages: Int
    var conversations: Int
    /// From the first message written to the last one shown.
    var seconds: Double
    var lost = 0
    var doubled = 0
    var reordered = 0
    var posts = 0
    var requests: Int
    var rateLimited: Int
    /// Answers of 4xx but 429.
    var invalid: Int
    /// From the write's begin to Discord's time of the post, in milliseconds, of a burst's first messages and of all.
    var firstP50 = 0.0
    var p50 = 0.0
    var p99 = 0.0
    /// Of the relay, in megabytes.
    var memory: Double

    var isWhole: Bool { lost == 0 && doubled == 0 && reordered == 0 }

    enum CodingKeys: String, CodingKey {
        case messages, conversations, seconds, lost, doubled, reordered, posts, requests, invalid, memory
        case rateLimited = "rate_limited"
        case requestsPerMessage = "requests_per_message"
        case rateLimitedPercent = "rate_limited_percent"
        case firstP50 = "first_of_burst_p50_ms"
        case p50 = "p50_ms"
        case p99 = "p99_ms"
    }

    func encode(to encoder: any Encoder) throws {
        var container = encoder.container(keyedBy: CodingKeys.self)
        try container.encode(messages, forKey: .messages)
        try container.encode(conversations, forKey: .conversations)
        try container.encode(seconds, forKey: .seconds)
        try container.encode(lost, forKey: .lost)
        try container.encode(doubled, forKey: .doubled)
        try container.encode(reordered, forKey: .reordered)
        try container.encode(posts, forKey: .posts)
        try container.encode(requests, forKey: .requests)
        try container.encode((Double(requests) / Double(max(1, messages))).rounded(to: 3), forKey: .requestsPerMessage)
        try container.encode(rateLimited, forKey: .rateLimited)
        try container.encode(
            (Double(rateLimited) / Double(max(1, requests)) * 100).rounded(to: 2), forKey: .rateLimitedPercent)
        try container.encode(invalid, forKey: .invalid)
        try container.encode(firstP50, forKey: .firstP50)
        try container.encode(p50, forKey: .p50)
        try container.encode(p99, forKey: .p99)
        try container.encode(memory, forKey: .memory)
    }

    /// Compares what stands in a thread with what was written to it, in order: counts what is missing, what is there more
    /// than once, and what comes before something that was written earlier.
    static func compare(written: Int, shown: [Int]) -> (lost: Int, doubled: Int, reordered: Int) {
        let distinct = Set(shown)
        let reordered = zip(shown, shown.dropFirst()).count { $1 < $0 }
        return (written - distinct.intersection(0..<written).count, shown.count - distinct.count, reordered)
    }
}
