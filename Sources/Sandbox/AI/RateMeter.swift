import Foundation

/// The service's limits: requests and tokens a minute, refilled evenly. Pure.
struct RateMeter: Sendable {
    /// A usual limit of the service's middle tiers.
    static let requestsPerMinute = 3000.0
    static let tokensPerMinute = 1_000_000.0

    private var requests = RateMeter.requestsPerMinute
    private var tokens = RateMeter.tokensPerMinute
    private var updated: Date?

    enum Verdict: Sendable, Equatable {
        case accepted
        /// What is short (`requests` or `tokens`) and the seconds until there is enough.
        case refused(String, seconds: Double)
    }

    mutating func take(tokens count: Int, at now: Date) -> Verdict {
        refill(at: now)
        if requests < 1 {
            return .refused("requests per min (RPM)", seconds: (1 - requests) / Self.requestsPerMinute * 60)
        }
        if tokens < Double(count) {
            return .refused("tokens per min (TPM)", seconds: (Double(count) - tokens) / Self.tokensPerMinute * 60)
        }
        requests -= 1
        tokens -= Double(count)
        return .accepted
    }

    /// `x-ratelimit-{limit,remaining,reset}-{requests,tokens}`; reset is the time until the bucket is full.
    var headers: HeaderFields {
        [
            "x-ratelimit-limit-requests": String(Int(Self.requestsPerMinute)),
            "x-ratelimit-limit-tokens": String(Int(Self.tokensPerMinute)),
            "x-ratelimit-remaining-requests": String(Int(requests)),
            "x-ratelimit-remaining-tokens": String(Int(tokens)),
            "x-ratelimit-reset-requests":
                GoDuration.words((Self.requestsPerMinute - requests) / Self.requestsPerMinute * 60),
            "x-ratelimit-reset-tokens": GoDuration.words((Self.tokensPerMinute - tokens) / Self.tokensPerMinute * 60),
        ]
    }

    private mutating func refill(at now: Date) {
        let minutes = max(0, updated.map { now.timeIntervalSince($0) / 60 } ?? 0)
        requests = min(Self.requestsPerMinute, requests + minutes * Self.requestsPerMinute)
        tokens = min(Self.tokensPerMinute, tokens + minutes * Self.tokensPerMinute)
        updated = now
    }
}

/// Durations as Go prints them, which is how the service does: `20ms`, `1.5s`, `6m0s`.
enum GoDuration {
    static func words(_ seconds: Double) -> String {
        let milliseconds = Int((max(0, seconds) * 1000).rounded())
        switch milliseconds {
        case 0: return "0s"
        case ..<1000: return "\(milliseconds)ms"
        case ..<60_000: return fraction(milliseconds) + "s"
        default: return "\(milliseconds / 60_000)m" + fraction(milliseconds % 60_000) + "s"
        }
    }

    private static func fraction(_ milliseconds: Int) -> String {
        let rest = milliseconds % 1000
        guard rest > 0 else { return String(milliseconds / 1000) }
        var digits = String(rest + 1000).dropFirst()
        while digits.last == "0" { digits = digits.dropLast() }
        return "\(milliseconds / 1000).\(digits)"
    }
}
