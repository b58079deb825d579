import Messaging
import ServiceRuntime
import Shared
import Store
import Testing

@testable import DiscordRelay
@testable import Sandbox

/// From a draft's card over a real Gateway connection to the decision.
@Suite(.enabled(if: RelayDesk.isPossible, RelayDesk.impossible), .timeLimit(.minutes(2)))
struct PressTests {
    @Test func `Approve becomes an event, and the card says so`() async throws {
        try await RelayDesk.with { desk async throws in
            try await desk.withGateway {
                #expect(await desk.router.handle(try await desk.write("hi", 1)) == .done)
                let draft = try await desk.offer("hello")
                #expect(await desk.discord.posts.last == "**Draft** · waits for you\n> hello")
                await desk.discord.operate(.approve)
                #expect(try await eventually { try await desk.told() == [.replyApproved] })
                #expect(try await desk.state(of: draft) == .approved)
                #expect(
                    await eventually {
                        await desk.discord.posts.last == "**Draft** · approved by Operator, being sent\n> hello"
                    })
            }
        }
    }

    @Test func `Two presses at once approve once`() async throws {
        try await RelayDesk.with { desk async throws in
            try await desk.withGateway {
                _ = await desk.router.handle(try await desk.write("hi", 1))
                _ = try await desk.offer()
                await desk.discord.operate(.twice)
                #expect(try await eventually { try await !desk.told().isEmpty })
                // The second press has its answer when it is whispered that nothing changed.
                #expect(await eventually { await desk.discord.whispers.contains { $0.contains("Nothing changed") } })
                #expect(try await desk.told() == [.replyApproved])
            }
        }
    }

    @Test func `Discard sends nothing`() async throws {
        try await RelayDesk.with { desk async throws in
            try await desk.withGateway {
                _ = await desk.router.handle(try await desk.write("hi", 1))
                let draft = try await desk.offer()
                await desk.discord.operate(.discard)
                #expect(try await eventually { try await desk.told() == [.replyRejected] })
                #expect(try await desk.state(of: draft) == .rejected)
            }
        }
    }

    @Test func `A draft that no longer answers the last message cannot be approved`() async throws {
        try await RelayDesk.with { desk async throws in
            try await desk.withGateway {
                _ = await desk.router.handle(try await desk.write("hi", 1))
                let draft = try await desk.offer()
                // Stored, and its event is still on the way.
                try await desk.write("wait!", 2)
                await desk.discord.operate(.approve)
                #expect(try await eventually { try await desk.told() == [.replyVoided] })
                #expect(try await desk.state(of: draft) == .voided)
            }
        }
    }

    @Test(arguments: [FaultKind.gatewayDrop, .gatewayReconnect, .gatewayInvalidSession])
    func `A Gateway that is interrupted is joined again, and presses arrive`(kind: FaultKind) async throws {
        try await RelayDesk.with { desk async throws in
            try await desk.withGateway {
                _ = await desk.router.handle(try await desk.write("hi", 1))
                _ = try await desk.offer()
                await desk.discord.interrupt(kind)
                #expect(await eventually { !desk.health.isReady })
                #expect(await eventually { desk.health.isReady })
                await desk.discord.operate(.approve)
                #expect(try await eventually { try await desk.told() == [.replyApproved] })
            }
        }
    }

    @Test func `A refused token ends the service with what to do`() async throws {
        try await RelayDesk.with(token: "not-the-token") { desk async throws in
            let error = await #expect(throws: ExitReason.self) { try await desk.gateway.run() }
            #expect(error.map { "\($0)" }?.contains("DISCORD_BOT_TOKEN") == true)
        }
    }
}
