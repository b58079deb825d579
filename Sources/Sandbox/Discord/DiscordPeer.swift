import FlyingFox
import Foundation

/// The stand-in for Discord: REST below `/discord/api/v10`, the gateway at `/discord/gateway`, a scripted operator, and
/// `/discord`, where a person can watch and press the buttons too.
///
/// The rules are pure and elsewhere (``DiscordState``); this actor gives them the time, sends what they say and runs
/// what waits.
///
/// Not modelled: files of anything but a new message of the bot, polls, stickers, reactions, selects and Components V2
/// (refused by name); a missing permission (roles grant them, and nothing that lacks one is refused); archiving by
/// inactivity; the limit on edits of messages older than an hour. Limits that Discord does not publish (all buckets but
/// the global one) are plausible numbers, told in the headers as the real ones are. Faults of fields carry Discord's
/// documented text codes, where its published schema says integers.
actor DiscordPeer: OperatedPeer {
    nonisolated let name = "discord"
    nonisolated let prefixes = ["/discord"]
    nonisolated let faultKinds = DiscordState.faultKinds.union(GatewayFaults.kinds)

    let clock: any SandboxClock
    let errands = Errands()
    var state: DiscordState
    var human: ScriptedOperator
    let feed = LiveFeed()
    private let settings: Gateway.Settings
    private let random: SeededRandom
    private var sockets: [Int: GatewaySocket] = [:]

    init(random: SeededRandom, clock: any SandboxClock, settings: Gateway.Settings = Gateway.Settings()) {
        self.random = random
        self.clock = clock
        self.settings = settings
        state = DiscordState(settings: settings, random: self.random, at: clock.now)
        human = ScriptedOperator(random: self.random.fork("operator"))
    }

    func handle(_ request: PeerRequest) -> PeerResponse {
        let path = Array(request.segments.dropFirst())
        switch path.first {
        case "api":
            let response = state.answer(request, path: Array(path.dropFirst()), at: clock.now)
            tellEvents()
            return response
        case "gateway" where path.count == 1:
            let host = request.headers["Host"] ?? "localhost"
            return .webSocket(GatewayUpgrade(peer: self, host: host, query: request.query))
        default:
            return page(request, path: path)
        }
    }

    func ledger() -> JSONValue { DiscordLedger.json(state) }

    /// Sessions end, the guild is empty again, and the operator does what it does by default.
    func reset() {
        for socket in sockets.values { socket.close(.sessionTimedOut) }
        sockets = [:]
        state = DiscordState(settings: settings, random: random, at: clock.now)
        human = ScriptedOperator(random: random.fork("operator"))
        feed.publish(["type": "changed"])
    }

    func faultChanged(_ fault: Fault) async {
        guard GatewayFaults.kinds.contains(fault.kind) else { return }
        perform(state.gateway.set(fault, at: clock.now))
    }

    func run() async throws {
        try await withThrowingTaskGroup(of: Void.self) { group in
            group.addTask { await self.errands.run() }
            group.addTask { try await self.watchHeartbeats() }
            try await group.waitForAll()
        }
    }
}

// MARK: Gateway

extension DiscordPeer {
    /// Takes a new WebSocket; gives what shall be sent on it.
    func connect(_ client: AsyncStream<WSMessage>, host: String, query: FormFields) -> AsyncStream<WSMessage> {
        let format = query["compress"].flatMap(TransportCompression.Format.init)
        let (socket, messages) = GatewaySocket.make(format.map { TransportCompression($0) })
        let (id, actions) = state.gateway.open(host: host, version: query["v"], at: clock.now)
        sockets[id] = socket
        state.counts.gatewayConnections += 1
        perform(actions)
        let isRunning = errands.begin { await self.read(client, of: id) }
        if !isRunning { perform([.drop(id)]) }
        return messages
    }

    private func read(_ client: AsyncStream<WSMessage>, of id: Int) async {
        var code: UInt16?
        for await message in client {
            switch message {
            case .text(let text):
                perform(state.gateway.receive(text, on: id, guild: state.guild, at: clock.now))
            case .data:
                // ETF, the only encoding that is binary, is not spoken here.
                perform([state.gateway.end(id, .decodeError)])
            case .close(let close):
                code = close.code
            }
        }
        state.gateway.closed(id, code: code, at: clock.now)
        sockets.removeValue(forKey: id)?.drop()
    }

    private func watchHeartbeats() async throws {
        while true {
            try await clock.sleep(for: settings.heartbeatInterval / 2)
            perform(state.gateway.closeSilent(at: clock.now))
        }
    }

    private func perform(_ actions: [GatewayAction]) {
        for action in actions {
            switch action {
            case .send(let id, let text):
                if sockets[id]?.send(text) == false { perform([state.gateway.close(id, .tooSlow, at: clock.now)]) }
            case .close(let id, let close):
                sockets.removeValue(forKey: id)?.close(close)
            case .drop(let id):
                sockets.removeValue(forKey: id)?.drop()
            }
        }
    }

    /// Passes on what a change caused: to the gateway, to the operator and to the open pages.
    func tellEvents() {
        let events = state.guild.takeEvents()
        for event in events {
            perform(state.gateway.dispatch(event, at: clock.now))
            if event.name.hasPrefix("MESSAGE_") { showOperator(event.data) }
        }
        for id in state.guild.openedModals { fillModal(of: id) }
        let isChanged = !events.isEmpty || !state.guild.openedModals.isEmpty
        state.guild.openedModals = []
        if isChanged { feed.publish(["type": "changed"]) }
    }
}
