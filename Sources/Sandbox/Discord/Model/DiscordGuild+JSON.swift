import Foundation

extension DiscordGuild {
    /// GuildWithCountsResponse.
    var json: JSONValue {
        [
            "id": DiscordWorld.guild.json, "name": .string(DiscordWorld.guildName), "icon": nil, "description": nil,
            "home_header": nil, "splash": nil, "discovery_splash": nil, "banner": nil,
            "features": DiscordWorld.guildFeatures, "owner_id": DiscordWorld.operatorUser.json, "application_id": nil,
            "region": "deprecated", "afk_channel_id": nil, "afk_timeout": 300, "system_channel_id": nil,
            "system_channel_flags": 0, "widget_enabled": false, "widget_channel_id": nil, "verification_level": 1,
            "roles": .array(roles.map(\.json)), "default_message_notifications": 1, "mfa_level": 0,
            "explicit_content_filter": 2,
            "max_presences": nil, "max_members": 500_000, "max_stage_video_channel_users": 50,
            "max_video_channel_users": 25, "vanity_url_code": nil, "premium_tier": 0,
            "premium_subscription_count": 0, "preferred_locale": "en-US",
            "rules_channel_id": DiscordWorld.channel.json, "safety_alerts_channel_id": nil,
            "public_updates_channel_id": DiscordWorld.channel.json, "premium_progress_bar_enabled": false,
            "nsfw": false, "nsfw_level": 0, "emojis": [], "stickers": [], "incidents_data": nil,
        ]
    }

    /// The data of GUILD_CREATE: the guild with all that it has now.
    var createEvent: JSONValue {
        var guild = json
        guild["joined_at"] = DiscordTime.json(created)
        guild["large"] = false
        guild["unavailable"] = false
        guild["member_count"] = JSONValue(DiscordWorld.users.count)
        guild["members"] = .array(memberList)
        guild["channels"] = .array(rooms.map(\.json))
        guild["threads"] = .array(activeThreads.map(\.json))
        for empty in [
            "voice_states", "presences", "stage_instances", "guild_scheduled_events", "soundboard_sounds",
        ] {
            guild[empty] = []
        }
        return guild
    }

    /// MyGuildResponse.
    var listEntry: JSONValue {
        [
            "id": DiscordWorld.guild.json, "name": .string(DiscordWorld.guildName), "icon": nil, "banner": nil,
            "owner": false, "permissions": permissions(of: DiscordWorld.bot).json,
            "features": DiscordWorld.guildFeatures,
        ]
    }

    /// ThreadsResponse of the threads given.
    static func list(_ threads: [DiscordChannel], hasMore: Bool = false) -> JSONValue {
        [
            "threads": .array(threads.map(\.json)), "members": .array(threads.compactMap { $0.json["member"] }),
            "has_more": .bool(hasMore),
        ]
    }

    var memberList: [JSONValue] {
        DiscordWorld.users.values.sorted { $0.id < $1.id }.map { $0.memberJSON(joined: created) }
    }
}
