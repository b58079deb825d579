/// Discord's rate limits, learned from its answers. Pure: the clock is an argument.
///
/// A bucket is what Discord calls one in `X-RateLimit-Bucket`, for each top-level id (channel, guild, webhook): routes of
/// one name share it. Until the first answer names it, a bucket is found by its route, and one request at a time goes out.
struct RateLimitBuckets: Sendable {
    typealias Instant = ContinuousClock.Instant

    private struct Bucket {
        var remaining: Int
        var resets: Instant
        /// When the last request went out.
        var last: Instant?
    }

    private var names: [String: String] = [:]
    /// How many requests a window of a bucket of this name has.
    private var limits: [String: Int] = [:]
    private var buckets: [String: Bucket] = [:]
    private var probing: Set<String> = []
    private var globalUntil: Instant?
    private var blockedUntil: Instant?
    private var recent: [Instant] = []

    /// Requests in a second, below Discord's 50 for one bot.
    static let globalLimit = 45
    /// A window that Discord has told nothing of yet is taken to last so long.
    private static let guessedWindow = Duration.seconds(5)
    /// A window that ends later than the one known by more than this is another.
    private static let clockTolerance = Duration.milliseconds(500)
    private static let maximumBuckets = 5000

    /// How long a request has to wait; nil means go now, and counts it.
    mutating func admit(_ route: DiscordRoute, at now: Instant) -> Duration? {
        if let wait = waitForEverybody(route, at: now) { return wait }
        let key = key(route)
        if let bucket = buckets[key], bucket.resets > now {
            guard bucket.remaining > 0 else { return now.duration(to: bucket.resets) }
            buckets[key]?.remaining -= 1
        } else if let limit = names[route.template].flatMap({ limits[$0] }) {
            // A new window of a known bucket.
            buckets[key] = Bucket(remaining: limit - 1, resets: now + Self.guessedWindow)
        } else {
            // Unknown: the next answer tells; until then one at a time.
            guard !probing.contains(key) else { return .milliseconds(20) }
            probing.insert(key)
        }
        buckets[key]?.last = now
        if !route.isExemptFromGlobal {
            recent.append(now)
            if recent.count > 2 * Self.globalLimit { recent.removeFirst(Self.globalLimit) }
        }
        return nil
    }

    /// How long a request should wait that others can join meanwhile; nil means go now. Counts nothing.
    ///
    /// The first two of a window go at once. What is left of a window's count is spread over what is left of its time, so
    /// that a burst waits a second several times and not five seconds once.
    func turn(_ route: DiscordRoute, at now: Instant) -> Duration? {
        if let wait = waitForEverybody(route, at: now) { return wait }
        guard let bucket = buckets[key(route)], bucket.resets > now else { return nil }
        guard bucket.remaining > 0 else { return now.duration(to: bucket.resets) }
        guard let last = bucket.last, let limit = names[route.template].flatMap({ limits[$0] }),
            bucket.remaining < limit - 1
        else { return nil }
        let next = last + last.duration(to: bucket.resets) / (bucket.remaining + 1)
        return next > now ? now.duration(to: next) : nil
    }

    /// Learns from an answer, or from its absence (`nil`).
    mutating func learn(_ route: DiscordRoute, _ headers: RateLimitHeaders?, at now: Instant) {
        probing.remove(key(route))
        guard let headers else { return }
        if let name = headers.bucket {
            names[route.template] = name
            if let limit = headers.limit, limit > 0 { limits[name] = limit }
        }
        let key = key(route)
        probing.remove(key)
        if headers.isForEverybody, let wait = headers.retryAfter {
            blockedUntil = now + wait
        } else if headers.isGlobal, let wait = headers.retryAfter {
            globalUntil = now + wait
        } else if let wait = headers.retryAfter {
            buckets[key] = Bucket(remaining: 0, resets: now + wait, last: buckets[key]?.last)
        } else if let remaining = headers.remaining, let reset = headers.resetAfter {
            let known = buckets[key].flatMap { $0.resets > now ? $0 : nil }
            let isSameWindow = known.map { now + reset - $0.resets < Self.clockTolerance } ?? false
            // Answers overtake each other: the smaller count is the newer one within a window.
            buckets[key] = Bucket(
                remaining: isSameWindow ? min(remaining, known?.remaining ?? remaining) : remaining,
                resets: now + reset, last: known?.last ?? now)
        }
        if buckets.count > Self.maximumBuckets { buckets = buckets.filter { $0.value.resets > now } }
    }

    private func waitForEverybody(_ route: DiscordRoute, at now: Instant) -> Duration? {
        if let until = blockedUntil, until > now { return now.duration(to: until) }
        guard !route.isExemptFromGlobal else { return nil }
        if let until = globalUntil, until > now { return now.duration(to: until) }
        let inWindow = recent.suffix(Self.globalLimit)
        guard inWindow.count == Self.globalLimit, let first = inWindow.first, now - first < .seconds(1) else {
            return nil
        }
        return .seconds(1) - (now - first)
    }

    private func key(_ route: DiscordRoute) -> String { "\(names[route.template] ?? route.template)/\(route.major)" }
}

/// What an answer says about limits.
struct RateLimitHeaders: Equatable, Sendable {
    var bucket: String?
    /// Requests in a window.
    var limit: Int?
    var remaining: Int?
    var resetAfter: Duration?
    /// Present on 429 only.
    var retryAfter: Duration?
    /// The bot's limit over all its routes but interactions.
    var isGlobal = false
    /// Not Discord's own refusal but that of the network before it: it is of the address, and of every route.
    var isForEverybody = false
}

/// A request's place in Discord's rate limits.
struct DiscordRoute: Hashable, Sendable {
    /// Method and path with placeholders, such as `POST /channels/{id}/messages`.
    var template: String
    /// The channel, guild or webhook.
    var major: String
    var isExemptFromGlobal = false
}
