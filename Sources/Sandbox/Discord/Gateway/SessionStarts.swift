import Foundation

/// How many sessions may still be begun: 1000 in 24 hours, one in five seconds. Discord resets the token of a bot that
/// uses them up.
struct SessionStarts: Sendable {
    static let total = 1000
    static let window: TimeInterval = 24 * 3600

    /// The shortest time between two Identify.
    let spacing: TimeInterval
    private var used = 0
    private var end = Date.distantPast
    private var last = Date.distantPast

    enum Verdict: Sendable {
        case granted
        /// Answered with op 9: come again in a moment.
        case tooSoon
        /// The 1000 are used up.
        case exhausted
    }

    init(spacing: Duration) {
        self.spacing = spacing.seconds
    }

    mutating func take(at now: Date) -> Verdict {
        if end <= now {
            end = now + Self.window
            used = 0
        }
        guard used < Self.total else { return .exhausted }
        guard now.timeIntervalSince(last) >= spacing else { return .tooSoon }
        last = now
        used += 1
        return .granted
    }

    /// GatewayBotSessionStartLimitResponse.
    func json(at now: Date) -> JSONValue {
        let isOver = end <= now
        return [
            "total": JSONValue(Self.total), "remaining": JSONValue(isOver ? Self.total : Self.total - used),
            "reset_after": JSONValue(isOver ? 0 : Int(end.timeIntervalSince(now) * 1000)), "max_concurrency": 1,
        ]
    }
}
