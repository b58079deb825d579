import Foundation

/// The nonces of the past five minutes, for `enforce_nonce`. The documentation says "the past few minutes" and that
/// uniqueness is by author; only the bot sends through the API, so the author needs no place in the key.
struct RecentNonces: Sendable {
    static let window: TimeInterval = 300

    struct Place: Sendable, Hashable {
        var channel: Snowflake
        var message: Snowflake
    }

    private var places: [JSONValue: (place: Place, time: Date)] = [:]
    private var lastSweep = Date.distantPast

    /// Where the message with `nonce` is, while the window lasts.
    func place(of nonce: JSONValue, at now: Date) -> Place? {
        guard let entry = places[nonce], now.timeIntervalSince(entry.time) < Self.window else { return nil }
        return entry.place
    }

    mutating func remember(_ nonce: JSONValue, _ place: Place, at now: Date) {
        if now.timeIntervalSince(lastSweep) > Self.window {
            places = places.filter { now.timeIntervalSince($0.value.time) < Self.window }
            lastSweep = now
        }
        places[nonce] = (place, now)
    }
}
