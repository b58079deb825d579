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
    static let forum = "\(DiscordWorld.forum)"

    /// `http://127.0.0.1:port/discord/api/v10`
    let api: String
    let peer: DiscordPeer
    private let faults: FaultBoard

    /// - Parameters:
    ///   - switchedOff: the bot may not read messages.
    ///   - heartbeat: how often a client has to beat; a silent one is closed after twice as long.
    static func with(
        switchedOff: Bool = false, heartbeat: Duration? = nil,
        _ body: @escaping @Sendable (DiscordSandbox) async throws -> Void
    ) async throws {
        let clock = SystemClock()
        var settings = Gateway.Settings()
        if switchedOff {
            settings.switchedOff.insert(.messageContent)
            settings.identifySpacing = .milliseconds(100)
        }
        if let heartbeat { settings.heartbeatInterval = heartbeat }
        let faults = FaultBoard(random: SeededRandom(seed: 1), clock: clock)
        let peer = DiscordPeer(random: SeededRandom(seed: 1), clock: clock, settings: settings)
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

    /// As when the few minutes are over in which it knows them.
    func forgetNonces() async { await peer.forgetNonces() }

    func calm() { faults.clear() }

    var threads: [Thread] {
        get async {
            await peer.ledger()["threads"]?.array?.map { thread in
                Thread(name: thread["name"]?.string ?? "?", messages: Self.contents(of: thread, areEphemeral: false))
            } ?? []
        }
    }

    /// A number out of what was asked of it: `total`, `rateLimited`, `clientErrors`, or a route's.
    func requests(_ name: String) async -> Int {
        let counts = await peer.ledger()["requests"]
        return counts?[name]?.int ?? counts?["routes"]?[name]?.int ?? 0
    }

    /// Somebody puts every thread into the archive, and locks it.
    func archiveThreads() async { await peer.archiveThreads() }

    /// Whoever wrote the last message of the last thread changes it.
    func rewriteLast(as content: String) async { await peer.rewriteLast(as: content) }

    func deleteThreads() async { await peer.deleteThreads() }

    /// What was told to one person only.
    var whispers: [String] {
        get async {
            let ledger = await peer.ledger()
            let places = (ledger["threads"]?.array ?? []) + (ledger["channels"]?.array ?? [])
            return places.flatMap { Self.contents(of: $0, areEphemeral: true) }
        }
    }

    /// A post in the channel itself.
    struct Post: Sendable, Equatable {
        var id: String
        var content: String
        /// Each button's label with its custom id.
        var buttons: [String: String]
        var files: [String]
    }

    var operations: [Post] { get async { await posts(in: "channels") } }

    /// Those in the threads.
    var inThreads: [Post] { get async { await posts(in: "threads") } }

    private func posts(in places: String) async -> [Post] {
        let places = await peer.ledger()[places]?.array ?? []
        let messages = places.flatMap { $0["messages"]?.array ?? [] }
        return messages.filter { $0["ephemeral"]?.bool == false }.map { message in
            let buttons = (message["components"]?.array ?? []).flatMap { $0["components"]?.array ?? [] }
            return Post(
                id: message["id"]?.string ?? "", content: message["content"]?.string ?? "",
                buttons: Dictionary(
                    buttons.map { ($0["label"]?.string ?? "", $0["custom_id"]?.string ?? "") },
                    uniquingKeysWith: { first, _ in first }),
                files: (message["attachments"]?.array ?? []).map {
                    "\($0["filename"]?.string ?? "") \($0["content_type"]?.string ?? "") \($0["size"]?.int ?? 0)"
                })
        }
    }

    /// A person presses a button of a post in the channel, as the sandbox's own page does.
    func press(
        _ label: String, of post: Post, by user: Sandbox.DiscordUser = DiscordWorld.person
    ) async -> Int {
        let body: Sandbox.JSONValue = [
            "channel": .string(Self.channel), "message": .string(post.id),
            "custom_id": .string(post.buttons[label] ?? ""), "user": user.id.json,
        ]
        return await peer.handle(PeerRequest(method: "POST", path: "/discord/press", body: body.data())).status
    }

    /// The form that is open for the person: its interaction and its fields.
    var form: (interaction: String, fields: [String])? {
        get async {
            let answer = await peer.handle(PeerRequest(method: "GET", path: "/discord/view"))
            guard case .bytes(let data) = answer.body, let view = try? Sandbox.JSONValue(parsing: data),
                let id = view["modal"]?["interaction"]?.string
            else { return nil }
            return (id, (view["modal"]?["inputs"]?.array ?? []).compactMap { $0["id"]?.string })
        }
    }

    func send(_ values: [String: String], to interaction: String) async -> Int {
        let body: Sandbox.JSONValue = [
            "interaction": .string(interaction), "values": .object(values.mapValues { .string($0) }),
        ]
        return await peer.handle(PeerRequest(method: "POST", path: "/discord/modal", body: body.data())).status
    }

    private static func contents(of thread: Sandbox.JSONValue, areEphemeral: Bool) -> [String] {
        thread["messages"]?.array?
            .filter { $0["deleted"]?.bool == false && $0["ephemeral"]?.bool == areEphemeral }
            .map { $0["content"]?.string ?? "?" } ?? []
    }

    /// The messages that posts in threads answer, in order.
    var answered: [String] {
        get async {
            let threads = await peer.ledger()["threads"]?.array ?? []
            return threads.flatMap { $0["messages"]?.array ?? [] }.compactMap { $0["answers"]?.string }
        }
    }

    var posts: [String] { get async { await threads.flatMap(\.messages) } }
}

extension DiscordPeer {
    fileprivate func archiveThreads() {
        for thread in state.guild.threads {
            _ = try? state.guild.editThread(thread.id, at: clock.now) {
                $0.isArchived = true
                $0.isLocked = true
            }
        }
    }

    fileprivate func rewriteLast(as content: String) {
        guard var thread = state.guild.threads.last, var message = thread.messages.last else { return }
        message.content = content
        message.edited = clock.now
        thread.replace(message)
        state.guild.replace(thread)
    }

    fileprivate func deleteThreads() {
        for thread in state.guild.threads { _ = try? state.guild.deleteThread(thread.id) }
    }

    fileprivate func forgetNonces() { state.guild.nonces = RecentNonces() }
}
