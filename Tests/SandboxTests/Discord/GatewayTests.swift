import Foundation
import Testing

@testable import Sandbox

/// The gateway's rules without sockets.
@Suite struct GatewayTests {
    private let start = Date(timeIntervalSince1970: 1_800_000_000)
    private let guild: DiscordGuild
    private let posted = DiscordEvent(name: "MESSAGE_CREATE", data: ["content": "hi"], intents: .messages)

    init() {
        guild = DiscordGuild(created: start, random: SeededRandom(seed: 1))
    }

    private func makeGateway(spacing: Duration = .zero) -> Gateway {
        let settings = Gateway.Settings(heartbeatInterval: .seconds(40), identifySpacing: spacing)
        return Gateway(settings: settings, random: SeededRandom(seed: 1))
    }

    private static func text(_ opcode: Int, _ data: JSONValue) -> String {
        String(decoding: JSONValue.object(["op": JSONValue(opcode), "d": data]).data(), as: UTF8.self)
    }

    private static func identify(_ changes: JSONValue = [:]) -> JSONValue {
        var data: JSONValue = [
            "token": .string(DiscordWorld.token), "intents": 513, "properties": ["os": "linux"],
        ]
        for (key, value) in changes.object ?? [:] { data[key] = value.isNull ? nil : value }
        return data
    }

    /// The payloads that were sent to a connection.
    private func sent(_ actions: [GatewayAction], to id: Int) throws -> [JSONValue] {
        try actions.compactMap { action in
            guard case .send(id, let text) = action else { return nil }
            return try JSONValue(parsing: Data(text.utf8))
        }
    }

    /// A new connection that is identified; gives its READY.
    private func join(_ gateway: inout Gateway, at now: Date? = nil) throws -> (id: Int, ready: JSONValue) {
        let now = now ?? start
        let id = gateway.open(host: "h:1", version: "10", at: now).id
        let actions = gateway.receive(Self.text(2, Self.identify()), on: id, guild: guild, at: now)
        return (id, try #require(try sent(actions, to: id).first))
    }

    @Test func `a client is greeted, heard and made ready`() throws {
        var gateway = makeGateway()
        let (id, greeting) = gateway.open(host: "h:1", version: "10", at: start)
        #expect(try sent(greeting, to: id) == [["op": 10, "d": ["heartbeat_interval": 40000], "s": nil, "t": nil]])
        let beat = gateway.receive(Self.text(1, nil), on: id, guild: guild, at: start)
        #expect(try sent(beat, to: id).first?["op"] == 11)
        let welcome = try sent(
            gateway.receive(Self.text(2, Self.identify()), on: id, guild: guild, at: start), to: id)
        #expect(welcome.map { $0["t"] } == ["READY", "GUILD_CREATE"])
        #expect(welcome.map { $0["s"] } == [1, 2])
        #expect(welcome[0]["d"]?["resume_gateway_url"] == "ws://h:1/discord/gateway")
        #expect(welcome[0]["d"]?["user"]?["id"] == DiscordWorld.bot.id.json)
        #expect(welcome[1]["d"]?["channels"]?.array?.count == 2)
        #expect(gateway.hasSession)
    }

    @Test(arguments: [
        (text(2, identify(["token": "no"])), GatewayClose.authenticationFailed),
        (text(2, identify(["intents": nil])), .invalidIntents),
        (text(2, identify(["intents": 1_073_741_824])), .invalidIntents),
        (text(2, identify(["intents": 3])), .disallowedIntents),
        (text(2, identify(["shard": [1, 1]])), .invalidShard),
        (text(2, identify(["properties": nil])), .decodeError),
        (text(3, [:]), .notAuthenticated), (text(8, [:]), .notAuthenticated), (text(77, [:]), .unknownOpcode),
        ("{", .decodeError), ("[]", .decodeError),
        (text(1, .string(String(repeating: "x", count: 4096))), .decodeError),
        (text(6, ["token": "no", "session_id": "x", "seq": 1]), .authenticationFailed),
    ])
    func `what a client may not send closes its connection`(text: String, close: GatewayClose) {
        var gateway = makeGateway()
        let id = gateway.open(host: "h:1", version: "10", at: start).id
        #expect(gateway.receive(text, on: id, guild: guild, at: start) == [.close(id, close)])
        #expect(gateway.connections.isEmpty)
    }

    @Test func `a second identify ends the session`() throws {
        var gateway = makeGateway()
        let (id, _) = try join(&gateway)
        let again = gateway.receive(Self.text(2, Self.identify()), on: id, guild: guild, at: start)
        #expect(again == [.close(id, .alreadyAuthenticated)])
        #expect(gateway.sessions.isEmpty)
    }

    @Test func `an unknown version is closed`() {
        var gateway = makeGateway()
        let (id, actions) = gateway.open(host: "h:1", version: "6", at: start)
        #expect(actions == [.close(id, .invalidVersion)])
    }

    @Test func `the hundred and twenty-first payload of a minute is too much`() {
        var gateway = makeGateway()
        let id = gateway.open(host: "h:1", version: "10", at: start).id
        for _ in 0..<120 { _ = gateway.receive(Self.text(1, nil), on: id, guild: guild, at: start) }
        let actions = gateway.receive(Self.text(1, nil), on: id, guild: guild, at: start + 59)
        #expect(actions == [.close(id, .rateLimited)])
    }

    @Test func `events go to those who asked for them`() throws {
        var gateway = makeGateway()
        let (both, _) = try join(&gateway)
        let quiet = gateway.open(host: "h:1", version: "10", at: start).id
        _ = gateway.receive(Self.text(2, Self.identify(["intents": 1])), on: quiet, guild: guild, at: start)
        #expect(try sent(gateway.dispatch(posted, at: start), to: both).map { $0["t"] } == ["MESSAGE_CREATE"])
        #expect(try sent(gateway.dispatch(posted, at: start), to: quiet).isEmpty)
        let press = DiscordEvent(name: "INTERACTION_CREATE", data: [:], intents: nil)
        #expect(try sent(gateway.dispatch(press, at: start), to: quiet).map { $0["t"] } == ["INTERACTION_CREATE"])
    }

    @Test func `a lost connection is resumed with what was missed`() throws {
        var gateway = makeGateway()
        let (old, ready) = try join(&gateway)
        let session = try #require(ready["d"]?["session_id"])
        _ = gateway.dispatch(posted, at: start)
        gateway.closed(old, code: nil, at: start)
        _ = gateway.dispatch(posted, at: start + 1)
        let id = gateway.open(host: "h:1", version: "10", at: start + 2).id
        let resume: JSONValue = ["token": .string(DiscordWorld.token), "session_id": session, "seq": 3]
        let replay = try sent(gateway.receive(Self.text(6, resume), on: id, guild: guild, at: start + 2), to: id)
        #expect(replay.map { $0["t"] } == ["MESSAGE_CREATE", "RESUMED"])
        #expect(replay.map { $0["s"] } == [4, 5])
        #expect(try sent(gateway.dispatch(posted, at: start + 3), to: id).map { $0["s"] } == [6])
    }

    @Test func `a resume of what is unknown, over or forgotten begins anew`() throws {
        func resume(_ gateway: inout Gateway, _ session: JSONValue, _ sequence: Int64, after seconds: Double)
            -> [GatewayAction]
        {
            let id = gateway.open(host: "h:1", version: "10", at: start + seconds).id
            let data: JSONValue = [
                "token": .string(DiscordWorld.token), "session_id": session, "seq": .integer(sequence),
            ]
            return gateway.receive(Self.text(6, data), on: id, guild: guild, at: start + seconds)
        }
        let invalid = Gateway.payload(9, false)

        var gateway = makeGateway()
        #expect(resume(&gateway, "no such", 1, after: 0) == [.send(1, invalid)])

        let (finished, ready) = try join(&gateway)
        gateway.closed(finished, code: 1000, at: start)
        #expect(resume(&gateway, try #require(ready["d"]?["session_id"]), 1, after: 1) == [.send(3, invalid)])

        let (lost, second) = try join(&gateway)
        gateway.closed(lost, code: 1006, at: start)
        let session = try #require(second["d"]?["session_id"])
        #expect(resume(&gateway, session, 9, after: 1) == [.close(5, .invalidSequence)])
        #expect(resume(&gateway, session, 1, after: 181) == [.send(6, invalid)])

        let (behind, third) = try join(&gateway)
        gateway.closed(behind, code: nil, at: start)
        for _ in 0...GatewaySession.logLimit { _ = gateway.dispatch(posted, at: start) }
        #expect(resume(&gateway, try #require(third["d"]?["session_id"]), 2, after: 1) == [.send(8, invalid)])
    }

    @Test func `a silent client is closed and its session ends`() throws {
        var gateway = makeGateway()
        let (id, _) = try join(&gateway)
        #expect(gateway.closeSilent(at: start + 80).isEmpty)
        _ = gateway.receive(Self.text(1, 2), on: id, guild: guild, at: start + 80)
        #expect(gateway.closeSilent(at: start + 160).isEmpty)
        #expect(gateway.closeSilent(at: start + 161) == [.close(id, .sessionTimedOut)])
        #expect(gateway.sessions.isEmpty)
    }

    @Test func `identifies that follow too closely are put off`() throws {
        var gateway = makeGateway(spacing: .seconds(5))
        _ = try join(&gateway)
        let (id, answer) = try join(&gateway, at: start + 1)
        #expect(answer["op"] == 9 && answer["d"] == false)
        let later = gateway.receive(Self.text(2, Self.identify()), on: id, guild: guild, at: start + 6)
        #expect(try sent(later, to: id).first?["t"] == "READY")
    }

    @Test func `who begins a thousand sessions a day loses the token`() throws {
        var gateway = makeGateway()
        // Beginning one costs much more than counting it.
        for _ in 0..<990 {
            let verdict = gateway.starts.take(at: start)
            #expect(verdict == .granted)
        }
        for _ in 0..<10 { _ = try join(&gateway) }
        let id = gateway.open(host: "h:1", version: "10", at: start).id
        let actions = gateway.receive(Self.text(2, Self.identify()), on: id, guild: guild, at: start)
        #expect(actions.count == 11 && actions.last == .close(id, .authenticationFailed))
        #expect(gateway.isTokenReset && gateway.sessions.isEmpty)
    }

    @Test func `faults meet those who are there and those who come`() throws {
        var gateway = makeGateway()
        let (id, _) = try join(&gateway)
        func set(_ kind: FaultKind, _ rate: Double = 1) -> [GatewayAction] {
            gateway.set(Fault(kind: kind, rate: rate, duration: .seconds(10)), at: start)
        }
        #expect(set(.gatewayReconnect) == [.send(id, Gateway.payload(7, nil))])
        #expect(set(.gatewayReconnect, 0).isEmpty)
        #expect(set(.gatewayMissedAcks).isEmpty)
        #expect(gateway.receive(Self.text(1, nil), on: id, guild: guild, at: start + 1).isEmpty)
        #expect(!gateway.receive(Self.text(1, nil), on: id, guild: guild, at: start + 11).isEmpty)
        #expect(set(.gatewayDrop) == [.drop(id)])
        #expect(gateway.sessions.count == 1)
        let newcomer = gateway.open(host: "h:1", version: "10", at: start + 1).id
        let actions = gateway.receive(Self.text(2, Self.identify()), on: newcomer, guild: guild, at: start + 1)
        #expect(actions.last == .drop(newcomer))
        #expect(set(.gatewayInvalidSession).isEmpty)
        #expect(gateway.sessions.isEmpty)
    }
}
