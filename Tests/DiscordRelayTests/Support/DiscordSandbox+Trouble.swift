import Foundation

@testable import Sandbox

/// What goes wrong at Discord's, and what it makes of the relay meanwhile.
extension DiscordSandbox {
    /// The codes that the Gateway closes with, by what follows.
    static let closes = GatewayClose.all

    /// Ends what ``cause(_:)`` began at the Gateway too.
    func end(_ kind: FaultKind) async {
        calm()
        await peer.faultChanged(Fault(kind: kind, rate: 0, duration: .seconds(1)))
    }

    /// Sessions that were begun with Identify, those that a resume goes on with not counted.
    var sessionsBegun: Int { get async { await peer.sessionsBegun } }

    /// WebSockets that were opened.
    var connections: Int { get async { await peer.ledger()["gateway"]?["connectionsEver"]?.int ?? 0 } }

    /// So many sessions of the day are left, until it ends so much later.
    func leaveSessions(_ count: Int, for length: TimeInterval) async { await peer.leaveSessions(count, for: length) }
}

extension DiscordPeer {
    fileprivate var sessionsBegun: Int {
        SessionStarts.total - (state.gateway.starts.json(at: clock.now)["remaining"]?.int ?? 0)
    }

    fileprivate func leaveSessions(_ count: Int, for length: TimeInterval) {
        state.gateway.starts = SessionStarts(spacing: .zero)
        // The day began when the first of them was taken.
        let began = clock.now.addingTimeInterval(length - SessionStarts.window)
        for _ in count..<SessionStarts.total { _ = state.gateway.starts.take(at: began) }
    }
}
