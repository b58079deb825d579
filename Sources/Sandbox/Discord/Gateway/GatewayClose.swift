/// Why the gateway closes a connection: docs.discord.com/developers/topics/opcodes-and-status-codes.
struct GatewayClose: Sendable, Hashable {
    let code: UInt16
    let reason: String

    static let unknownOpcode = GatewayClose(code: 4001, reason: "Unknown opcode.")
    static let decodeError = GatewayClose(code: 4002, reason: "Error while decoding payload.")
    static let notAuthenticated = GatewayClose(code: 4003, reason: "Not authenticated.")
    static let authenticationFailed = GatewayClose(code: 4004, reason: "Authentication failed.")
    static let alreadyAuthenticated = GatewayClose(code: 4005, reason: "Already authenticated.")
    static let invalidSequence = GatewayClose(code: 4007, reason: "Invalid seq.")
    static let rateLimited = GatewayClose(code: 4008, reason: "Rate limited.")
    static let sessionTimedOut = GatewayClose(code: 4009, reason: "Session timed out.")
    static let invalidShard = GatewayClose(code: 4010, reason: "Invalid shard.")
    static let shardingRequired = GatewayClose(code: 4011, reason: "Sharding required.")
    static let invalidVersion = GatewayClose(code: 4012, reason: "Invalid API version.")
    static let invalidIntents = GatewayClose(code: 4013, reason: "Invalid intent(s).")
    static let disallowedIntents = GatewayClose(code: 4014, reason: "Disallowed intent(s).")
    /// The connection's buffer is full because the client does not read.
    static let tooSlow = GatewayClose(code: 4000, reason: "Unknown error.")

    /// All that Discord lists, by their codes.
    static let all = [
        tooSlow, unknownOpcode, decodeError, notAuthenticated, authenticationFailed, alreadyAuthenticated,
        invalidSequence, rateLimited, sessionTimedOut, invalidShard, shardingRequired, invalidVersion, invalidIntents,
        disallowedIntents,
    ]

    /// Whether the session can be resumed after it.
    var keepsSession: Bool { [Self.tooSlow, .unknownOpcode, .decodeError, .rateLimited].contains(self) }
}
