import Foundation

@testable import Sandbox

/// The sandbox's Discord on a free port, and what a test may do to it behind the service's back.
struct DiscordSandbox: Sendable {
    struct Thread: Sendable {
        var name: String
        /// What stands in it, without what was deleted.
        var messages: [String]
    }

    static let token = DiscordWorld.token
    static let channel = "\(DiscordWorld.channel)"

    /// `http://127.0.0.1:port/discord/api/v10`
    let api: String
    private let peer: DiscordPeer
    private let faults: FaultBoard

    static func with(_ body: @escaping @Sendable (DiscordSandbox) async throws -> Void) async throws {
        let clock = SystemClock()
        let faults = FaultBoard(random: SeededRandom(seed: 1), clock: clock)
        let peer = DiscordPeer(random: SeededRandom(seed: 1), clock: clock)
        await peer.setOperator(OperatorScript(mode: .nothing))
        let server = try SandboxServer(
            host: "127.0.0.1", port: 0,
            router: Router(peers: [peer], faults: faults, clock: clock, recorder: nil))
        try await withThrowingTaskGroup(of: Bool.self) { group in
            defer { group.cancelAll() }
            group.addTask {
                try await server.run()
                return false
            }
            group.addTask {
                try await peer.run()
                return false
            }
            group.addTask {
                let api = "http://127.0.0.1:\(try await server.port())/discord/api/v10"
                try await body(DiscordSandbox(api: api, peer: peer, faults: faults))
                return true
            }
            while let isDone = try await group.next(), !isDone {}
        }
    }

    /// What the operator does with every draft, those that are there included.
    func operate(_ mode: OperatorScript.Mode) async {
        await peer.setOperator(OperatorScript(mode: mode, delay: .milliseconds(5)...(.milliseconds(20))))
    }

    /// Every request meets the fault from now on.
    func cause(_ kind: FaultKind) async {
        let fault = Fault(kind: kind, rate: 1, duration: .seconds(600))
        faults.set(fault, peer: peer.name)
        await peer.faultChanged(fault)
    }

    /// Happens once to everybody who is connected, and not to those who come after.
    func interrupt(_ kind: FaultKind) async {
        await peer.faultChanged(Fault(kind: kind, rate: 1, duration: .milliseconds(1)))
    }

    func calm() { faults.clear() }

    var threads: [Thread] {
        get async {
            await peer.ledger()["threads"]?.array?.map { thread in
                Thread(name: thread["name"]?.string ?? "?", messages: Self.contents(of: thread, areEphemeral: false))
            } ?? []
        }
    }

    /// What was told to one person only.
    var whispers: [String] {
        get async {
            await peer.ledger()["threads"]?.array?.flatMap { Self.contents(of: $0, areEphemeral: true) } ?? []
        }
    }

    private static func contents(of thread: Sandbox.JSONValue, areEphemeral: Bool) -> [String] {
        thread["messages"]?.array?
            .filter { $0["deleted"]?.bool == false && $0["ephemeral"]?.bool == areEphemeral }
            .map { $0["content"]?.string ?? "?" } ?? []
    }

    var posts: [String] { get async { await threads.flatMap(\.messages) } }
}
