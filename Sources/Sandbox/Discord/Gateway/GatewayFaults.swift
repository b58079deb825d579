import Foundation

extension FaultKind {
    /// Every gateway connection ends at once without a close frame, as do new ones, with the fault's rate, right after
    /// READY or RESUMED while it lasts.
    static let gatewayDrop = FaultKind("gateway-drop")
    /// Op 7 to every session at once, and to new ones with the fault's rate.
    static let gatewayReconnect = FaultKind("gateway-reconnect")
    /// Op 9 with false to every session at once, and to new ones with the fault's rate: sessions are forgotten.
    static let gatewayInvalidSession = FaultKind("gateway-invalid-session")
    /// Op 9 with true to every session at once, and to new ones with the fault's rate: sessions can be resumed.
    static let gatewayResumableSession = FaultKind("gateway-resumable-session")
    /// Heartbeats are not acknowledged.
    static let gatewayMissedAcks = FaultKind("gateway-missed-acks")
    /// Every session is told once more what it was told, as after a resume that asked for too much.
    static let gatewayReplay = FaultKind("gateway-replay")

    /// Closes every session's connection, and new ones with the fault's rate.
    static func gatewayClose(_ close: GatewayClose) -> FaultKind { FaultKind("gateway-close-\(close.code)") }
}

/// The faults that the gateway shows now.
struct GatewayFaults: Sendable {
    static let kinds: Set<FaultKind> = plain.union(closes.keys)

    private static let plain: Set<FaultKind> = [
        .gatewayDrop, .gatewayReconnect, .gatewayInvalidSession, .gatewayResumableSession, .gatewayMissedAcks,
        .gatewayReplay,
    ]

    private static let closes = Dictionary(
        uniqueKeysWithValues: GatewayClose.all.map { (FaultKind.gatewayClose($0), $0) })

    /// What a fault closes connections with.
    static func close(_ kind: FaultKind) -> GatewayClose? { closes[kind] }

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
        case .gatewayResumableSession:
            return connections.map { .send($0, Self.payload(9, true)) }
        case .gatewayReplay:
            return connections.flatMap { id -> [GatewayAction] in
                let session = self.connections[id]?.session.flatMap { sessions[$0] }
                // Without READY.
                return (session?.replay(after: 1) ?? []).map { .send(id, $0) }
            }
        default:
            guard let close = GatewayFaults.close(kind) else { return [] }
            return connections.map { close.keepsSession ? self.close($0, close, at: now) : end($0, close) }
        }
    }
}
