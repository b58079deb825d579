import FoundationEssentials
import Messaging
import Mongo
import Shared
import Store
import Synchronization
import Testing

@testable import DiscordRelay
@testable import Sandbox

/// Messages that were written while no session told of them.
@Suite(.enabled(if: RelayDesk.isPossible, RelayDesk.impossible), .timeLimit(.minutes(3)))
struct ListeningTests {
    /// Everything was heard until now.
    private func heard(_ desk: RelayDesk) async throws {
        try await desk.store.write { try $0.noteListened(until: .now) }
    }

    private func until(_ desk: RelayDesk) async throws -> Timestamp? {
        try await desk.store.read { try $0.listenedUntil() }
    }

    @Test func `What was written while the relay was away is sent when it is back, once`() async throws {
        try await RelayDesk.with { desk async throws in
            try await desk.withGateway {
                _ = try await desk.converse()
                #expect(try await eventually { try await until(desk) != nil })
            }
            #expect(await desk.discord.write("a note") == 200)
            #expect(await desk.discord.write("!r see you at eight") == 200)
            for _ in 1...2 {
                let again = desk.restarted()
                let before = try await until(desk)
                try await again.withGateway { () async throws in
                    #expect(try await eventually { try await until(desk) != before })
                }
            }
            let approvals = try await desk.approvals()
            #expect(approvals.map(\.text) == ["see you at eight"])
            #expect(approvals.first?.by.name == "Operator")
            try await desk.deliverOwn()
            #expect(await desk.discord.posts.last?.hasPrefix("**Reply** · written by Operator") == true)
        }
    }

    @Test func `A session that could not be resumed is made good, one that was resumed needs nothing`() async throws {
        try await RelayDesk.with { desk async throws in
            try await desk.withGateway {
                _ = try await desk.converse()
                #expect(try await eventually { try await until(desk) != nil })
                let looks = await desk.discord.requests("GET /guilds/:guild_id/threads/active")
                await desk.discord.interrupt(.gatewayDrop)
                #expect(await desk.discord.write("!r resumed") == 200)
                #expect(try await eventually { try await desk.approvals().map(\.text) == ["resumed"] })
                #expect(await desk.discord.requests("GET /guilds/:guild_id/threads/active") == looks)
                await desk.discord.interrupt(.gatewayInvalidSession)
                #expect(await desk.discord.write("!r not heard") == 200)
                #expect(
                    try await eventually(within: .seconds(40)) {
                        try await desk.approvals().map(\.text) == ["resumed", "not heard"]
                    })
                #expect(await desk.discord.requests("GET /guilds/:guild_id/threads/active") > looks)
            }
        }
    }

    @Test func `What came too late or was changed is told, once, and not sent`() async throws {
        let clock = TestClock()
        try await RelayDesk.with(now: clock.read) { desk async throws in
            _ = try await desk.converse()
            try await heard(desk)
            #expect(await desk.discord.write("!r first words") == 200)
            await desk.discord.rewriteLast(as: "!r other words")
            for other in [desk, desk.restarted(now: clock.read)] { try await other.operators.look() }
            #expect(await desk.discord.posts.filter { $0.contains("changed before it was read") }.count == 1)
            #expect(await desk.discord.write("!r forgotten") == 200)
            clock.advance(by: .seconds(901))
            await desk.discord.forgetNonces()
            for other in [desk, desk.restarted(now: clock.read)] { try await other.operators.look() }
            #expect(await desk.discord.posts.filter { $0.contains("by now it is too late") }.count == 1)
            clock.advance(by: .seconds(-901))
            try await desk.restarted(now: clock.read).operators.look()
            #expect(try await desk.approvals().isEmpty)
        }
    }

    @Test func `What was heard before is not read again, whatever came of it`() async throws {
        try await RelayDesk.with { desk async throws in
            _ = try await desk.converse()
            try await heard(desk)
            await desk.operators.handle(.message(try await desk.message("!r sent")))
            await desk.operators.handle(.message(try await desk.message("!r")))
            await desk.operators.handle(.message(try await desk.message("!r a", by: DiscordWorld.guest)))
            let other = Approver(kind: .discord, id: "1", name: "Olga")
            _ = try await desk.store.write { try $0.claim(dana.id, by: other) }
            await desk.operators.handle(.message(try await desk.message("!r claimed")))
            _ = try await desk.store.write { try $0.release(dana.id, by: other, asManager: true) }
            let posts = await desk.discord.posts.count
            await desk.discord.forgetNonces()
            try await desk.operators.look()
            try await desk.restarted().operators.look()
            #expect(await desk.discord.posts.count == posts)
            #expect(try await desk.approvals().map(\.text) == ["sent"])
        }
    }

    @Test func `Who may not answer is told so, and members of the role may`() async throws {
        let policy = OperatorPolicy(operatorRoles: ["\(DiscordWorld.operatorRole)"], ownerRoles: [])
        try await RelayDesk.with(policy: policy) { desk async throws in
            _ = try await desk.converse()
            try await heard(desk)
            #expect(await desk.discord.write("!r a", by: DiscordWorld.guest) == 200)
            #expect(await desk.discord.write("!r b", by: DiscordWorld.colleague) == 200)
            try await desk.operators.look()
            #expect(try await desk.approvals().map(\.by.name) == ["Colleague"])
            #expect(await desk.discord.posts.filter { $0.contains("for the operators") }.count == 1)
        }
    }

    @Test func `Two relays that look at once send a message once`() async throws {
        try await RelayDesk.with { desk async throws in
            _ = try await desk.converse()
            try await heard(desk)
            #expect(await desk.discord.write("!r once") == 200)
            #expect(await desk.discord.write("!r") == 200)
            try await withThrowingTaskGroup(of: Void.self) { group in
                for other in [desk, desk.restarted(), desk.restarted()] {
                    group.addTask { try await other.operators.look() }
                }
                try await group.waitForAll()
            }
            #expect(try await desk.approvals().map(\.text) == ["once"])
            #expect(await desk.discord.posts.filter { $0.contains("there is no text") }.count == 1)
        }
    }

    @Test func `Only threads in which something is new are read, and nothing before the first time`() async throws {
        let lee = ConversationReference(id: "meetme:8", name: "Lee")
        let clock = TestClock()
        try await RelayDesk.with(now: clock.read) { desk async throws in
            _ = try await desk.converse()
            #expect(await desk.router.handle(try await desk.write("hello", 1, in: lee)) == .done)
            try await desk.operators.look()
            #expect(await desk.discord.requests("GET /guilds/:guild_id/threads/active") == 0)
            clock.advance(by: .seconds(120))
            try await desk.store.write { try $0.noteListened(until: clock.read()) }
            try await desk.operators.look()
            #expect(await desk.discord.requests("GET /guilds/:guild_id/threads/active") == 1)
            #expect(await desk.discord.requests("GET /channels/:channel_id/messages") == 0)
            // Seen from an hour ago, everything is new.
            try await desk.store.client.run { session in
                _ = try session.collection(ListeningDocument.collection).updateMany(
                    [:], ["$set": ["until": .date(Timestamp.now.date.addingTimeInterval(-3600))]])
            }
            try await desk.operators.look()
            #expect(await desk.discord.requests("GET /channels/:channel_id/messages") == 2)
        }
    }

    @Test func `More than a page is read, oldest first`() async throws {
        try await RelayDesk.with { desk async throws in
            _ = try await desk.converse()
            try await heard(desk)
            #expect(await desk.discord.write("!r first") == 200)
            for number in 1...120 { #expect(await desk.discord.write("note \(number)") == 200) }
            #expect(await desk.discord.write("!r last") == 200)
            try await desk.operators.look()
            #expect(try await desk.approvals().map(\.text) == ["first", "last"])
        }
    }

    @Test func `A look that fails is done again until it succeeds, and only then counts as heard`() async throws {
        try await RelayDesk.with { desk async throws in
            _ = try await desk.converse()
            try await heard(desk)
            let before = try await until(desk)
            #expect(await desk.discord.write("!r at last") == 200)
            await desk.discord.cause(.unavailable)
            try await withThrowingTaskGroup(of: Void.self) { group async throws in
                defer { group.cancelAll() }
                group.addTask { try await desk.operators.listen() }
                desk.operators.ears.began()
                desk.operators.ears.heard()
                #expect(await eventually { await desk.discord.requests("total") > 8 })
                #expect(try await until(desk) == before)
                desk.discord.calm()
                #expect(try await eventually { try await desk.approvals().map(\.text) == ["at last"] })
                #expect(try await eventually { try await until(desk) != before })
            }
        }
    }

    @Test func `Without the intent nothing is looked for`() async throws {
        try await RelayDesk.with(switchedOff: true) { desk async throws in
            try await heard(desk)
            try await desk.withGateway { () async throws in
                #expect(try await eventually { try await desk.told().contains(.alertRaised) })
                #expect(await desk.discord.requests("GET /guilds/:guild_id/threads/active") == 0)
            }
        }
    }
}

/// A clock that is set by hand, from the real time on.
final class TestClock: Sendable {
    private let offset = Mutex(Duration.zero)

    func advance(by duration: Duration) { offset.withLock { $0 += duration } }

    @Sendable func read() -> Timestamp {
        Timestamp(milliseconds: Timestamp.now.milliseconds + offset.withLock { $0.components.seconds } * 1000)
    }
}
