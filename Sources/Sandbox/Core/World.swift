/// The whole sandbox: every peer, one server.
struct World: Sendable {
    struct Options: Sendable {
        var host = "127.0.0.1"
        var port: UInt16 = 8090
        var seed: UInt64 = 1
        var skin = SkinChoice(skin: .phoenix)
        var sitePassword = "sandbox"
        /// The folder for `http.jsonl`; nil records nothing.
        var recordDirectory: String?
    }

    private let peers: [any Peer]
    private let server: SandboxServer

    init(_ options: Options, clock: any SandboxClock = SystemClock()) throws {
        let random = SeededRandom(seed: options.seed)
        let site = SitePeer(
            random: random.fork("site"), clock: clock, skin: options.skin.skin, skinSeed: options.skin.seed,
            password: options.sitePassword)
        let discord = DiscordPeer(random: random.fork("discord"), clock: clock)
        let google = try GooglePeer(random: random.fork("google"), clock: clock)
        let outside: [any Peer] = [site, discord, google, AIPeer(random: random.fork("ai"), clock: clock)]
        let faults = FaultBoard(random: random.fork("faults"), clock: clock)
        let control = ControlPeer(
            site: site, operated: discord, peers: outside, faults: faults, clock: clock, seed: options.seed)

        peers = outside + [control, IndexPeer()]
        server = try SandboxServer(
            host: options.host, port: options.port,
            router: Router(
                peers: peers, faults: faults, clock: clock,
                recorder: try options.recordDirectory.map { try Recorder(directory: $0, clock: clock) }))
    }

    /// Serves until the task is cancelled, or until a part fails.
    func run() async throws {
        try await withThrowingTaskGroup(of: Void.self) { group in
            group.addTask { try await server.run() }
            for peer in peers {
                group.addTask { try await peer.run() }
            }
            // The first error ends the others; waitForAll would wait for them first.
            for try await _ in group {}
        }
    }

    /// The port in use; waits for the server to listen.
    func port() async throws -> UInt16 {
        try await server.port()
    }
}
