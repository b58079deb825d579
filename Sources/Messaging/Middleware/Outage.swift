import Shared

/// Tells a fault of one message from a peer that is down for everyone. Pure: the clock and the jitter are handed in.
///
/// Down for everyone: ``threshold`` failures in a row, over at least two conversations, and not one success among them.
/// From then on one message at a time is tried, with growing pauses; the first that gets through ends it.
struct Outage: Sendable {
    static let threshold = 5
    /// A probe does not wait longer than this for one message's own delay.
    static let longestPause = Duration.seconds(120)

    enum Verdict: Equatable {
        /// Handle it: nothing is wrong.
        case go
        /// Handle it, as the one that finds out whether the peer is back.
        case probe
        /// Ask again at this time, or when something has changed.
        case hold(until: ContinuousClock.Instant)
    }

    private var failures = 0
    private var conversations: Set<String> = []
    private var backoff: Backoff
    private var nextProbe: ContinuousClock.Instant?
    private var isProbing = false

    /// - Parameter backoff: the pauses between probes.
    init(backoff: Backoff = .reconnect) { self.backoff = backoff }

    var isOn: Bool { nextProbe != nil }

    mutating func admit(at now: ContinuousClock.Instant) -> Verdict {
        guard let nextProbe else { return .go }
        // A probe that never ends is the handler's time limit's to end.
        guard !isProbing else { return .hold(until: now + backoff.longest) }
        guard now >= nextProbe else { return .hold(until: nextProbe) }
        isProbing = true
        return .probe
    }

    /// The peer has done what was wanted.
    mutating func succeeded() {
        failures = 0
        conversations = []
        nextProbe = nil
        isProbing = false
        backoff.reset()
    }

    /// - Parameter delay: what the failure itself asks for, such as a Retry-After.
    /// - Returns: whether the failure is part of an outage, and so not the message's own.
    mutating func failed(
        _ conversation: String, delay: Duration, wasProbe: Bool, at now: ContinuousClock.Instant,
        using jitter: inout some RandomNumberGenerator
    ) -> Bool {
        failures += 1
        if conversations.count < 2 { conversations.insert(conversation) }
        if wasProbe { isProbing = false }
        guard isOn || (failures >= Self.threshold && conversations.count >= 2) else { return false }
        if wasProbe || !isOn {
            nextProbe = now + max(backoff.next(using: &jitter), min(delay, Self.longestPause), backoff.first / 5)
        }
        return true
    }

    /// The probe ended without telling anything about the peer.
    mutating func probeSaidNothing() { isProbing = false }
}
