import Foundation

extension FaultKind {
    /// Every gateway connection ends at once without a close frame, as do new ones, with the fault's rate, right after
    /// READY or RESUMED while it lasts.
    static let gatewayDrop = FaultKind("gateway-drop")
    /// Op 7 to every session at once, and to new ones with the fault's rate.
    static let gatewayReconnect = FaultKind("gateway-reconnect")
    /// Op 9 with false to every session at once, and to new ones with the fault's rate: sessions are forgotten.
    static let gatewayInvalidSession = FaultKind("gateway-invalid-session")
    /// Heartbeats are not acknowledged.
    static let gatewayMissedAcks = FaultKind("gateway-missed-acks")
}

/// The faults that the gateway shows now.
struct GatewayFaults: Sendable {
    static let kinds: Set<FaultKind> = [
        .gatewayDrop, .gatewayReconnect, .gatewayInvalidSession, .gatewayMissedAcks,
    ]

    private var forSessions = FaultPlan()
    private var forAcknowledgements = FaultPlan()
    private var random: SeededRandom

    init(random: SeededRandom) {
        self.random = random
    }

    mutating func set(_ fault: Fault, at now: Date) {
        if fault.kind == .gatewayMissedAcks {
            forAcknowledgements.set(fault, at: now)
        } else {
            forSessions.set(fault, at: now)
        }
    }

    mutating func swallowsAcknowledgement(at now: Date) -> Bool {
        forAcknowledgements.draw(at: now, using: &random) != nil
    }

    /// The fault that a session beginning now meets, as a list of at most one.
    mutating func drawForSession(at now: Date) -> [FaultKind] {
        [forSessions.draw(at: now, using: &random)].compactMap(\.self)
    }
}

extension Gateway {
    /// A fault begins or, with rate 0, ends. Those that are connected meet it at once.
    mutating func set(_ fault: Fault, at now: Date) -> [GatewayAction] {
        faults.set(fault, at: now)
        guard fault.rate > 0 else { return [] }
        return meet(fault.kind, on: sessions.values.compactMap(\.connection).sorted(), at: now)
    }

    /// Lets `connections` meet a fault now.
    mutating func meet(_ kind: FaultKind, on connections: [Int], at now: Date) -> [GatewayAction] {
        switch kind {
        case .gatewayDrop:
            for id in connections { closed(id, code: nil, at: now) }
            return connections.map { .drop($0) }
        case .gatewayReconnect:
            return connections.map { .send($0, Self.payload(7, nil)) }
        case .gatewayInvalidSession:
            return forgetSessions().map { .send($0, Self.payload(9, false)) }
        default:
            return []
        }
    }
}
