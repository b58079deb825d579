import Foundation

/// A user: the bot or the operator.
struct DiscordUser: Sendable, Hashable {
    let id: Snowflake
    let name: String
    /// The name shown instead of `name`; bots have none.
    let displayName: String?
    let isBot: Bool

    var roles: [Snowflake] {
        switch id {
        case DiscordWorld.application: [DiscordWorld.botRole]
        case DiscordWorld.colleague.id: [DiscordWorld.operatorRole]
        default: []
        }
    }

    var shownName: String { displayName ?? name }

    /// UserResponse.
    var json: JSONValue {
        var user: JSONValue = [
            "id": id.json, "username": .string(name), "global_name": JSONValue(displayName), "avatar": nil,
            // Bots keep a four-digit tag; people's have been "0" since user names became unique in 2023.
            "discriminator": isBot ? "4242" : "0", "public_flags": 0, "flags": 0, "primary_guild": nil,
        ]
        if isBot { user["bot"] = true }
        return user
    }

    /// UserPIIResponse, what `users/@me` says to the bot about itself.
    var privateJSON: JSONValue {
        var user = json
        user["mfa_enabled"] = true
        user["locale"] = "en-US"
        user["verified"] = true
        user["email"] = .some(.null)
        return user
    }

    /// GuildMemberResponse.
    func memberJSON(joined: Date) -> JSONValue {
        [
            "user": json, "nick": nil, "avatar": nil, "banner": nil, "roles": .array(roles.map(\.json)), "flags": 0,
            "pending": false,
            "joined_at": DiscordTime.json(joined), "premium_since": nil, "communication_disabled_until": nil,
            "mute": false, "deaf": false,
        ]
    }
}
