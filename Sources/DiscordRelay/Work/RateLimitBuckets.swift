/// Discord's rate limits, learned from its answers. Pure: the clock is an argument.
///
/// A bucket is found by its route until the first answer names it; one request at a time goes out on a route whose
/// bucket is not known yet. Buckets are separate for each top-level id (channel, guild, webhook).
struct RateLimitBuckets: Sendable {
    typealias Instant = ContinuousClock.Instant

    private struct Bucket {
        var remaining: Int
        var resets: Instant
    }

    private var names: [String: String] = [:]
    private var buckets: [String: Bucket] = [:]
    private var probing: Set<String> = []
    private var globalUntil: Instant?
    private var recent: [Instant] = []

    /// Requests in a second, below Discord's 50 for one bot.
    static let globalLimit = 45

    /// How long a request has to wait; nil means go now, and counts it.
    mutating func admit(_ route: DiscordRoute, at now: Instant) -> Duration? {
        if !route.isExemptFromGlobal {
            if let until = globalUntil, until > now { return now.duration(to: until) }
            recent.removeAll { now - $0 >= .seconds(1) }
            if recent.count >= Self.globalLimit, let first = recent.first { return .seconds(1) - (now - first) }
        }
        let key = key(route)
        if let bucket = buckets[key], bucket.resets > now {
            guard bucket.remaining > 0 else { return now.duration(to: bucket.resets) }
            buckets[key]?.remaining -= 1
        } else if names[route.template] == nil || buckets[key] != nil {
            // Unknown, or known and run out: the next answer tells; until then one at a time.
            guard !probing.contains(key) else { return .milliseconds(20) }
            probing.insert(key)
        } else {
            buckets[key] = nil
        }
        if !route.isExemptFromGlobal { recent.append(now) }
        return nil
    }

    /// Learns from an answer, or from its absence (`nil`).
    mutating func learn(_ route: DiscordRoute, _ limits: RateLimitHeaders?, at now: Instant) {
        probing.remove(key(route))
        guard let limits else { return }
        if let name = limits.bucket { names[route.template] = name }
        probing.remove(key(route))
        if limits.isGlobal, let wait = limits.retryAfter {
            globalUntil = now + wait
        } else if let wait = limits.retryAfter {
            buckets[key(route)] = Bucket(remaining: 0, resets: now + wait)
        } else if let remaining = limits.remaining, let reset = limits.resetAfter {
            let known = buckets[key(route)].flatMap { $0.resets > now ? $0.remaining : nil } ?? remaining
            // Answers overtake each other: the smaller count is the newer one within a window.
            buckets[key(route)] = Bucket(remaining: min(remaining, known), resets: now + reset)
        }
        if buckets.count > 5000 { buckets = buckets.filter { $0.value.resets > now } }
    }

    private func key(_ route: DiscordRoute) -> String { "\(names[route.template] ?? route.template)/\(route.major)" }
}

/// What an answer says about limits.
struct RateLimitHeaders: Equatable, Sendable {
    var bucket: String?
    var remaining: Int?
    var resetAfter: Duration?
    /// Present on 429 only.
    var retryAfter: Duration?
    var isGlobal = false
}

/// A request's place in Discord's rate limits.
struct DiscordRoute: Hashable, Sendable {
    /// Method and path with placeholders, such as `POST /channels/{id}/messages`.
    var template: String
    /// The channel, guild or webhook.
    var major: String
    var isExemptFromGlobal = false
}
