// Names in here are those of the wire.
// swift-format-ignore-file: AlwaysUseLowerCamelCase

import FoundationEssentials
import Shared

/// What the relay sends over the Gateway.
enum GatewayCommand {
    private struct Frame<D: Encodable>: Encodable {
        var op: Int
        var d: D?

        func encode(to encoder: any Encoder) throws {
            var container = encoder.container(keyedBy: CodingKeys.self)
            try container.encode(op, forKey: .op)
            // A first heartbeat carries null, not nothing.
            try container.encode(d, forKey: .d)
        }

        private enum CodingKeys: CodingKey { case op, d }
    }

    private struct Identify: Encodable {
        struct Properties: Encodable {
            var os = "linux"
            var browser = "switchboard"
            var device = "switchboard"
        }
        var token: String
        var intents: Int
        var properties = Properties()
    }

    private struct Resume: Encodable {
        var token: String
        var session_id: String
        var seq: Int
    }

    /// GUILDS: interactions come without any intent.
    static let intents = 1 << 0
    /// GUILD_MESSAGES and MESSAGE_CONTENT, for replies that are written as messages. The second has a switch in Discord's
    /// developer portal.
    static let messageIntents = 1 << 9 | 1 << 15

    static func heartbeat(_ sequence: Int?) throws -> [UInt8] { try encode(Frame(op: 1, d: sequence)) }

    static func identify(_ token: Secret, intents: Int = intents) throws -> [UInt8] {
        try encode(Frame(op: 2, d: Identify(token: token.reveal(), intents: intents)))
    }

    static func resume(_ token: Secret, session: String, sequence: Int) throws -> [UInt8] {
        try encode(Frame(op: 6, d: Resume(token: token.reveal(), session_id: session, seq: sequence)))
    }

    private static func encode(_ value: some Encodable) throws -> [UInt8] { Array(try JSONEncoder().encode(value)) }
}
