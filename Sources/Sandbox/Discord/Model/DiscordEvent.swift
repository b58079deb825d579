/// Something that the gateway tells those who asked for it.
struct DiscordEvent: Sendable, Hashable {
    /// `MESSAGE_CREATE`
    var name: String
    var data: JSONValue
    /// A session gets the event when it asked for any of these; nil means every session gets it.
    var intents: GatewayIntents?
}

/// What a session wants to be told: docs.discord.com/developers/events/gateway#gateway-intents.
struct GatewayIntents: OptionSet, Sendable, Hashable {
    let rawValue: Int

    static let guilds = GatewayIntents(rawValue: 1 << 0)
    static let members = GatewayIntents(rawValue: 1 << 1)
    static let presences = GatewayIntents(rawValue: 1 << 8)
    static let messages = GatewayIntents(rawValue: 1 << 9)
    static let messageContent = GatewayIntents(rawValue: 1 << 15)

    /// Every bit that API v10 gives a meaning to.
    static let known = GatewayIntents(
        rawValue: (0...16).map { 1 << $0 }.reduce(0, +) + 1 << 20 + 1 << 21 + 1 << 24 + 1 << 25)
    /// Need a switch in Discord's developer portal, which is off for the sandbox's bot. The one for message content
    /// is on.
    static let switchedOff: GatewayIntents = [.members, .presences]
}
