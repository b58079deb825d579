import Logging
import Mongo
import ServiceRuntime
import Shared
import Store
import Testing

import struct FoundationEssentials.Date

@testable import DiscordRelay
@testable import Sandbox

/// What the Gateway can do to a session, against the sandbox's.
@Suite(.enabled(if: RelayDesk.isPossible, RelayDesk.impossible), .timeLimit(.minutes(2)))
struct GatewayFaultTests {
    private static func closes(_ codes: [UInt16]) -> [FaultKind] { codes.map { FaultKind("gateway-close-\($0)") } }

    @Test func `A connection that does not acknowledge heartbeats is left, and the session goes on elsewhere`()
        async throws
    {
        try await RelayDesk.with(heartbeat: .seconds(3)) { desk async throws in
            try await desk.withGateway {
                await desk.discord.cause(.gatewayMissedAcks)
                #expect(await eventually(within: .seconds(40)) { await desk.discord.connections >= 2 })
                await desk.discord.end(.gatewayMissedAcks)
                #expect(await eventually { desk.health.isReady })
                #expect(await desk.discord.sessionsBegun == 1)
                try await desk.approveOnce()
            }
        }
    }

    @Test func `A connection into nothing is left after two heartbeats, although nobody answers the close`()
        async throws
    {
        try await SilentGateway.with { url in
            let address = try #require(GatewayAddress(url, plainHosts: []))
            let socket = try await GatewaySocket.connect(to: address)
            let conversation = GatewayConversation(
                session: DiscordRelay.GatewaySession(), seen: RecentKeys(limit: 10), token: Secret("t"),
                health: HealthRegistry(), logger: Logger(label: "test") { _ in SwiftLogNoOpLogHandler() },
                pressed: { _ in }, called: { _ in }, messagesGranted: { _ in }, listening: nil)
            let start = ContinuousClock.now
            let end = try await socket.with { inbound, writer in try await conversation.run(inbound, writer) }
            #expect(end == .reconnect(to: "ws://127.0.0.1:1/", after: .backoff))
            // Two beats of a second, two seconds for the answer, and what a busy machine adds.
            #expect(ContinuousClock.now - start < .seconds(30))
        }
    }

    @Test func `First heartbeats are spread over the whole interval`() {
        let firsts = (0..<200).compactMap { _ -> Duration? in
            var session = DiscordRelay.GatewaySession()
            guard case .startHeartbeat(let first, _)? = session.handle(.hello(interval: .seconds(40))).first else {
                return nil
            }
            return first
        }
        #expect(firsts.count == 200 && firsts.allSatisfy { (.zero ... .seconds(40)).contains($0) })
        #expect(Set(firsts.map { Int($0.components.seconds) / 10 }).count >= 4)
    }

    @Test func `What leaves the session alive is followed by a resume, and no session is begun`() async throws {
        try await RelayDesk.with { desk async throws in
            try await desk.withGateway {
                let kinds =
                    [FaultKind.gatewayReconnect, .gatewayResumableSession, .gatewayDrop]
                    + Self.closes([4000, 4001, 4002, 4008])
                for (number, kind) in kinds.enumerated() {
                    await desk.discord.interrupt(kind)
                    #expect(await eventually { await desk.discord.connections == number + 2 }, "\(kind)")
                    #expect(await eventually { desk.health.isReady }, "\(kind)")
                    #expect(await desk.discord.sessionsBegun == 1, "\(kind)")
                }
                try await desk.approveOnce()
            }
        }
    }

    @Test func `What ends the session is followed by a new one`() async throws {
        try await RelayDesk.with { desk async throws in
            try await desk.withGateway {
                let kinds = [FaultKind.gatewayInvalidSession] + Self.closes([4003, 4005, 4007, 4009])
                for kind in kinds {
                    let before = await desk.discord.sessionsBegun
                    // The pauses between sessions have tests of their own.
                    try await desk.forgetIdentifies()
                    await desk.discord.interrupt(kind)
                    #expect(
                        await eventually(within: .seconds(40)) { await desk.discord.sessionsBegun > before }, "\(kind)")
                    #expect(await eventually { desk.health.isReady }, "\(kind)")
                }
                try await desk.approveOnce()
            }
        }
    }

    @Test func `What no new connection mends ends the service with what to do, and it knocks no more`() async throws {
        try await RelayDesk.with(prefix: nil) { desk async throws in
            for (number, kind) in Self.closes([4004, 4010, 4011, 4012, 4013, 4014]).enumerated() {
                try await desk.forgetIdentifies()
                await desk.discord.leaveSessions(900, for: 3600)
                // While it lasts: whoever comes meets it after READY.
                await desk.discord.cause(kind)
                let reason = await #expect(throws: ExitReason.self) { try await desk.gateway.run() }
                let words = reason.map { "\($0)" } ?? ""
                #expect(
                    ["DISCORD_BOT_TOKEN", "sharding", "update this program"].contains { words.contains($0) }, "\(kind)")
                #expect(await desk.discord.connections == number + 1, "\(kind)")
                await desk.discord.end(kind)
            }
        }
    }

    @Test func `The right to messages is given up when it is refused, not the session`() async throws {
        try await RelayDesk.with { desk async throws in
            try await desk.withGateway {
                await desk.discord.interrupt(FaultKind("gateway-close-4014"))
                #expect(await eventually(within: .seconds(40)) { await desk.discord.sessionsBegun >= 2 })
                #expect(await eventually { desk.health.isReady })
                try await desk.approveOnce()
            }
        }
    }

    @Test func `A press that is told again has one effect, and is answered once`() async throws {
        try await RelayDesk.with { desk async throws in
            try await desk.withGateway {
                try await desk.approveOnce()
                let path = "POST /interactions/:interaction_id/:token/callback"
                let answers = await desk.discord.requests(path)
                await desk.discord.interrupt(.gatewayReplay)
                // What comes after the replay is handled after it.
                let draft = try await desk.offer("another")
                let card = try #require(await desk.discord.card(of: draft))
                #expect(await desk.discord.press("Discard", of: card) == 204)
                #expect(await desk.carriedOut(2))
                #expect(try await desk.told() == [.replyApproved, .replyRejected])
                #expect(desk.handled.count == 2)
                #expect(await desk.discord.requests(path) == answers + 1)
            }
        }
    }

    @Test func `A press while the socket is lost arrives with the resume, once`() async throws {
        try await RelayDesk.with { desk async throws in
            try await desk.withGateway {
                let draft = try await desk.converse()
                let card = try #require(await desk.discord.card(of: draft))
                await desk.discord.interrupt(.gatewayDrop)
                #expect(await desk.discord.press("Approve", of: card) == 204)
                #expect(await desk.carriedOut(1))
                #expect(try await desk.told() == [.replyApproved])
                #expect(await desk.discord.sessionsBegun == 1)
            }
        }
    }

    @Test func `With few sessions left none is begun before Discord's day is over, also after a restart`() async throws
    {
        try await RelayDesk.with { desk async throws in
            await desk.discord.leaveSessions(40, for: 20)
            let begun = await desk.discord.sessionsBegun
            for process in [desk, desk.restarted()] {
                await process.runGateway {
                    #expect(await eventually { process.health.problems.contains("so many sessions were begun") })
                }
                #expect(await desk.discord.connections == 0)
            }
            #expect(await desk.discord.sessionsBegun == begun)
            let last = desk.restarted()
            await last.runGateway {
                #expect(await eventually(within: .seconds(60)) { await desk.discord.connections == 1 })
                #expect(await eventually { await desk.discord.sessionsBegun == 1 })
            }
        }
    }

    @Test func `What a process before has begun is counted, whatever Discord says`() async throws {
        try await RelayDesk.with { desk async throws in
            let fresh = GatewayBot.StartLimit(total: 1000, remaining: 1000, reset_after: 0)
            #expect(try await IdentifyLedger(store: desk.store).take(fresh) == nil)
            let again = try await IdentifyLedger(store: desk.restarted().store).take(fresh)
            #expect(again.map { (.zero ... .seconds(5)).contains($0) } == true)
            let now = Date()
            try await desk.store.client.run { session in
                let times = (0..<950).map { now.addingTimeInterval(-Double($0) * 60 - 3600) }
                _ = try session.collection(IdentifyDocument.collection).replaceOne(
                    ["_id": .string(IdentifyDocument.id)],
                    with: IdentifyDocument(_id: IdentifyDocument.id, times: times), upsert: true)
            }
            let exhausted = try await IdentifyLedger(store: desk.restarted().store).take(fresh)
            #expect(exhausted.map { $0 > .seconds(6 * 3600) } == true)
        }
    }
}

extension RelayDesk {
    /// A draft is offered, and a press on Approve has its one effect.
    fileprivate func approveOnce() async throws {
        let before = handled.count
        let draft = try await converse()
        let card = try #require(await discord.card(of: draft))
        #expect(await discord.press("Approve", of: card) == 204)
        #expect(await carriedOut(before + 1))
        #expect(try await told().filter { $0 != .alertRaised } == [.replyApproved])
        #expect(try await state(of: draft) == .approved)
    }

    /// As if no session had been begun yet.
    fileprivate func forgetIdentifies() async throws {
        try await store.client.run { session in
            _ = try session.collection(IdentifyDocument.collection).deleteOne(["_id": .string(IdentifyDocument.id)])
        }
    }

    /// Runs the Gateway while `body` does, ready or not.
    fileprivate func runGateway(_ body: @escaping @Sendable () async -> Void) async {
        let running = Task { try await gateway.run() }
        await body()
        running.cancel()
        _ = await running.result
    }
}

extension HealthRegistry {
    /// Everything that it says is wrong.
    fileprivate var problems: String { "\(snapshot)" }
}
