/// A role of the guild, with what its members may do.
struct DiscordRole: Sendable, Hashable {
    let id: Snowflake
    let name: String
    var permissions: DiscordPermissions
    let position: Int
    /// It came with the bot and is the bot's alone.
    let isManaged: Bool

    /// GuildRoleResponse.
    var json: JSONValue {
        [
            "id": id.json, "name": .string(name), "permissions": permissions.json, "position": JSONValue(position),
            "color": 0, "colors": ["primary_color": 0, "secondary_color": nil, "tertiary_color": nil],
            "hoist": false, "managed": .bool(isManaged), "mentionable": false, "icon": nil, "unicode_emoji": nil,
            "flags": 0,
        ]
    }
}

/// What a member may do: docs.discord.com/developers/topics/permissions.
struct DiscordPermissions: OptionSet, Sendable, Hashable {
    let rawValue: UInt64

    static let administrator = DiscordPermissions(rawValue: 1 << 3)
    static let manageChannels = DiscordPermissions(rawValue: 1 << 4)
    static let viewChannel = DiscordPermissions(rawValue: 1 << 10)
    static let sendMessages = DiscordPermissions(rawValue: 1 << 11)
    static let embedLinks = DiscordPermissions(rawValue: 1 << 14)
    static let attachFiles = DiscordPermissions(rawValue: 1 << 15)
    static let readMessageHistory = DiscordPermissions(rawValue: 1 << 16)
    static let useApplicationCommands = DiscordPermissions(rawValue: 1 << 31)
    static let manageThreads = DiscordPermissions(rawValue: 1 << 34)
    static let createPublicThreads = DiscordPermissions(rawValue: 1 << 35)
    static let sendMessagesInThreads = DiscordPermissions(rawValue: 1 << 38)

    /// Every permission that exists in API v10 by its bit, as an administrator has them.
    static let all = DiscordPermissions(rawValue: 2_251_799_813_685_247)
    /// What everybody has in a new guild, as far as the sandbox is concerned.
    static let usual: DiscordPermissions = [
        .viewChannel, .sendMessages, .embedLinks, .attachFiles, .readMessageHistory, .useApplicationCommands,
        .createPublicThreads, .sendMessagesInThreads,
    ]

    /// Of a bot that came by the invite link of docs/discord.md.
    static let invited: DiscordPermissions = usual.union(.manageThreads)

    /// Bits as text, as Discord gives them.
    var json: JSONValue { .string(String(rawValue)) }
}

extension DiscordGuild {
    /// What the user may do anywhere in the guild; the owner and administrators may do everything.
    func permissions(of user: DiscordUser) -> DiscordPermissions {
        if user.id == DiscordWorld.operatorUser { return .all }
        let held = user.roles
        let granted = roles.filter { $0.id == DiscordWorld.guild || held.contains($0.id) }
            .reduce(into: DiscordPermissions()) { $0.formUnion($1.permissions) }
        return granted.contains(.administrator) ? .all : granted
    }
}
