// Names in here are those of the wire.
// swift-format-ignore-file: AlwaysUseLowerCamelCase

import FoundationEssentials

/// One text frame of the Gateway: `{op, d, s, t}`.
struct GatewayFrame: Sendable {
    enum Opcode: Int, Sendable {
        case dispatch = 0
        case heartbeat = 1
        case identify = 2
        case resume = 6
        case reconnect = 7
        case invalidSession = 9
        case hello = 10
        case heartbeatACK = 11
    }

    private struct Head: Decodable {
        var op: Int
        var s: Int?
        var t: String?
    }

    private struct Body<D: Decodable>: Decodable { var d: D }

    /// Nil for an opcode that this version does not know: it is ignored.
    var opcode: Opcode?
    var sequence: Int?
    var event: String?
    private let bytes: Data

    init(_ bytes: [UInt8]) throws {
        self.bytes = Data(bytes)
        let head = try JSONDecoder().decode(Head.self, from: self.bytes)
        opcode = Opcode(rawValue: head.op)
        sequence = head.s
        event = head.t
    }

    func data<D: Decodable>(_ type: D.Type) throws -> D { try JSONDecoder().decode(Body<D>.self, from: bytes).d }
}

struct GatewayHello: Decodable, Sendable { var heartbeat_interval: Int }

struct GatewayReady: Decodable, Sendable {
    struct Application: Decodable, Sendable { var id: String }
    var session_id: String
    var resume_gateway_url: String
    var application: Application
    var user: DiscordUser
}
