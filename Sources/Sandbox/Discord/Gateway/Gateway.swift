import Foundation

/// The gateway's rules, version 10. Pure: connections are numbers, and what shall be done comes back as actions.
/// Docs: docs.discord.com/developers/events/gateway.
struct Gateway: Sendable {
    struct Settings: Sendable {
        /// What Hello says; a client that is silent for twice as long is closed with 4009.
        var heartbeatInterval: Duration = .milliseconds(41_250)
        var identifySpacing: Duration = .seconds(5)
        /// Those that need a switch in Discord's developer portal which is off.
        var switchedOff: GatewayIntents = .switchedOff
    }

    /// Larger payloads of a client close its connection with 4002.
    static let payloadSizeLimit = 4096

    let settings: Settings
    var starts: SessionStarts
    /// The bot's token was reset because it began too many sessions.
    private(set) var isTokenReset = false
    var faults: GatewayFaults
    private(set) var connections: [Int: GatewayConnection] = [:]
    private(set) var sessions: [String: GatewaySession] = [:]
    private var nextConnection = 1
    private var random: SeededRandom

    init(settings: Settings, random: SeededRandom) {
        self.settings = settings
        starts = SessionStarts(spacing: settings.identifySpacing)
        faults = GatewayFaults(random: random.fork("faults"))
        self.random = random.fork("sessions")
    }

    /// A new connection, greeted with Hello. A version other than 10 or 9 is closed with 4012.
    mutating func open(host: String, version: String?, at now: Date) -> (id: Int, actions: [GatewayAction]) {
        let connection = GatewayConnection(id: nextConnection, host: host, at: now)
        nextConnection += 1
        guard ["9", "10", nil].contains(version) else {
            return (connection.id, [.close(connection.id, .invalidVersion)])
        }
        connections[connection.id] = connection
        let hello = Self.payload(10, ["heartbeat_interval": JSONValue(Int(settings.heartbeatInterval.milliseconds))])
        return (connection.id, [.send(connection.id, hello)])
    }

    /// The socket is gone. A client that closed with 1000 or 1001 ends its session, any other can resume.
    mutating func closed(_ id: Int, code: UInt16?, at now: Date) {
        guard let connection = connections.removeValue(forKey: id), let session = connection.session else { return }
        if code == 1000 || code == 1001 {
            sessions[session] = nil
        } else {
            sessions[session]?.connection = nil
            sessions[session]?.lost = now
        }
    }

    /// Tells every session that wants it, also those whose connection is lost: they get it with the replay.
    mutating func dispatch(_ event: DiscordEvent, at now: Date) -> [GatewayAction] {
        sessions = sessions.filter { $0.value.isResumable(at: now) }
        return sessions.keys.sorted().compactMap { key in
            guard let session = sessions[key], session.wants(event) else { return nil }
            return send(event.name, session.shown(event), to: key)
        }
    }

    /// Closes connections whose client has been silent for too long. Their sessions end.
    mutating func closeSilent(at now: Date) -> [GatewayAction] {
        let limit = settings.heartbeatInterval.seconds * 2
        let silent = connections.values.filter { now.timeIntervalSince($0.lastHeartbeat) > limit }.map(\.id).sorted()
        return silent.map { end($0, .sessionTimedOut) }
    }

    var hasSession: Bool { sessions.values.contains { $0.connection != nil } }

    func connection(of session: String) -> Int? { sessions[session]?.connection }
}

extension Gateway {
    static func payload(_ opcode: Int, _ data: JSONValue) -> String {
        let payload: JSONValue = ["op": JSONValue(opcode), "d": data, "s": nil, "t": nil]
        return String(decoding: payload.data(), as: UTF8.self)
    }

    /// Records and sends one event of a session; nil while its connection is lost.
    mutating func send(_ name: String, _ data: JSONValue, to key: String) -> GatewayAction? {
        guard let text = sessions[key]?.record(name, data) else { return nil }
        return sessions[key]?.connection.map { .send($0, text) }
    }

    /// Closes a connection and ends its session.
    mutating func end(_ id: Int, _ close: GatewayClose) -> GatewayAction {
        if let session = connections.removeValue(forKey: id)?.session { sessions[session] = nil }
        return .close(id, close)
    }

    /// Closes a connection and keeps its session for a resume.
    mutating func close(_ id: Int, _ close: GatewayClose, at now: Date) -> GatewayAction {
        closed(id, code: nil, at: now)
        return .close(id, close)
    }

    /// Notes a sign of life.
    mutating func heard(_ id: Int, at now: Date) {
        connections[id]?.lastHeartbeat = now
    }

    /// False when this payload is over the limit.
    mutating func count(_ id: Int, at now: Date) -> Bool {
        connections[id]?.count(at: now) ?? false
    }

    mutating func begin(_ intents: GatewayIntents, on id: Int) -> GatewaySession {
        let session = GatewaySession(id: random.hex(32), intents: intents, connection: id)
        sessions[session.id] = session
        connections[id]?.session = session.id
        return session
    }

    /// Puts a session on another connection; one that it still has is closed.
    mutating func move(_ key: String, to id: Int) -> [GatewayAction] {
        let old = sessions[key]?.connection
        sessions[key]?.connection = id
        sessions[key]?.lost = nil
        connections[id]?.session = key
        guard let old, old != id else { return [] }
        connections[old] = nil
        return [.close(old, .sessionTimedOut)]
    }

    /// The token is refused from now on, and every session ends.
    mutating func resetToken() -> [GatewayAction] {
        isTokenReset = true
        return connections.keys.sorted().map { end($0, .authenticationFailed) }
    }

    /// Ends every session and keeps the connections.
    mutating func forgetSessions() -> [Int] {
        let ids = sessions.values.compactMap(\.connection).sorted()
        sessions = [:]
        for id in ids { connections[id]?.session = nil }
        return ids
    }
}
