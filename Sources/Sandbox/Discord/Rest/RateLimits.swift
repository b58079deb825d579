import Foundation

/// Discord's limits as it announces them: one window for each bucket and top-level id, and one for the whole token.
/// Docs: docs.discord.com/developers/topics/rate-limits.
struct RateLimits: Sendable {
    /// Requests that share a count.
    struct Rule: Sendable, Hashable {
        let name: String
        let limit: Int
        let window: TimeInterval

        /// What `X-RateLimit-Bucket` says: the same in every run.
        var bucket: String { String(SeededRandom(seed: 0).fork(name).drawing { $0.hex(32) }) }
    }

    /// Whose limit it is.
    enum Scope: String, Sendable {
        case user, global
        /// Of all bots and people at the same place.
        case shared
    }

    struct Refusal: Sendable, Hashable {
        /// Seconds, to the millisecond.
        var retryAfter: TimeInterval
        var isGlobal: Bool
    }

    struct Verdict: Sendable {
        /// `X-RateLimit-*` and, when refused, `Retry-After`.
        var headers: HeaderFields
        var refusal: Refusal?
    }

    /// 50 requests a second for the bot, over all routes but those for interactions.
    static let globalLimit = 50

    private struct Key: Hashable {
        var rule: Rule
        var place: String
    }

    private struct Window {
        var end: Date
        var used: Int
    }

    private var windows: [Key: Window] = [:]
    private var global = Window(end: .distantPast, used: 0)

    init() {}

    /// Counts one request. `place` is the top-level id in its path: channel, guild or webhook.
    mutating func take(_ rule: Rule, place: String, isGlobalExempt: Bool, at now: Date) -> Verdict {
        if !isGlobalExempt {
            if global.end <= now { global = Window(end: now + 1, used: 0) }
            guard global.used < Self.globalLimit else {
                return Self.refused(after: global.end.timeIntervalSince(now), .global, headers: [:])
            }
            global.used += 1
        }
        forgetOld(at: now)
        let key = Key(rule: rule, place: place)
        var window = windows[key] ?? Window(end: .distantPast, used: 0)
        if window.end <= now { window = Window(end: now + rule.window, used: 0) }
        let isRefused = window.used >= rule.limit
        if !isRefused { window.used += 1 }
        windows[key] = window
        let rest = window.end.timeIntervalSince(now)
        let headers: HeaderFields = [
            "X-RateLimit-Limit": String(rule.limit),
            "X-RateLimit-Remaining": String(rule.limit - window.used),
            "X-RateLimit-Reset": Self.text(window.end.timeIntervalSince1970),
            "X-RateLimit-Reset-After": Self.text(rest),
            "X-RateLimit-Bucket": rule.bucket,
        ]
        return isRefused
            ? Self.refused(after: rest, .user, headers: headers) : Verdict(headers: headers, refusal: nil)
    }

    /// A refusal with all its headers, also for one that no window asked for (a fault).
    static func refused(after seconds: TimeInterval, _ scope: Scope, headers: HeaderFields) -> Verdict {
        var headers = headers
        headers["Retry-After"] = String(Int(seconds.rounded(.up)))
        headers["X-RateLimit-Scope"] = scope.rawValue
        if scope == .global { headers["X-RateLimit-Global"] = "true" }
        let retryAfter = (seconds * 1000).rounded(.up) / 1000
        return Verdict(headers: headers, refusal: Refusal(retryAfter: retryAfter, isGlobal: scope == .global))
    }

    private mutating func forgetOld(at now: Date) {
        guard windows.count > 4096 else { return }
        windows = windows.filter { $0.value.end > now }
    }

    /// Seconds with three decimals, rounded up so that who waits so long never comes too early.
    private static func text(_ seconds: TimeInterval) -> String {
        let milliseconds = Int64((seconds * 1000).rounded(.up))
        let fraction = String(milliseconds % 1000)
        return "\(milliseconds / 1000)." + String(repeating: "0", count: 3 - fraction.count) + fraction
    }
}

extension RateLimits.Rule {
    static let postMessage = Self(name: "post-message", limit: 5, window: 5)
    static let editMessage = Self(name: "edit-message", limit: 5, window: 5)
    static let deleteMessage = Self(name: "delete-message", limit: 5, window: 1)
    static let startThread = Self(name: "start-thread", limit: 50, window: 300)
    static let editChannel = Self(name: "edit-channel", limit: 5, window: 5)
    static let threadMember = Self(name: "thread-member", limit: 5, window: 5)
    static let readMessages = Self(name: "read-messages", limit: 50, window: 1)
    static let read = Self(name: "read", limit: 50, window: 1)
    static let gateway = Self(name: "gateway", limit: 2, window: 5)
    static let interaction = Self(name: "interaction", limit: 5, window: 5)
}

extension SeededRandom {
    fileprivate func drawing<T>(_ draw: (inout SeededRandom) -> T) -> T {
        var copy = self
        return draw(&copy)
    }
}
