extension DiscordRoute {
    /// Who the bot is, where its gateway is, and the guild.
    static let identity: [DiscordRoute] = [
        DiscordRoute("GET", "users/@me", .read) { _, _ in .ok(DiscordWorld.bot.privateJSON) },
        DiscordRoute("GET", "users/@me/guilds", .read) { state, _ in .ok([state.guild.listEntry]) },
        DiscordRoute("GET", "users/:user_id", .read) { _, call throws(DiscordError) in
            guard let user = DiscordWorld.users[try call.id("user_id")] else { throw .unknownUser }
            return .ok(user.json)
        },
        DiscordRoute("GET", "applications/@me", .read) { _, _ in .ok(application) },
        DiscordRoute("GET", "oauth2/applications/@me", .read) { _, _ in .ok(application) },
        DiscordRoute("GET", "gateway", .gateway) { _, call in .ok(["url": .string(gatewayURL(call.host))]) },
        DiscordRoute("GET", "gateway/bot", .gateway) { state, call in
            .ok([
                "url": .string(gatewayURL(call.host)), "shards": 1,
                "session_start_limit": state.gateway.starts.json(at: call.now),
            ])
        },
        DiscordRoute("GET", "guilds/:guild_id", .read) { state, call throws(DiscordError) in
            try checkGuild(call)
            var guild = state.guild.json
            if call.flag("with_counts") {
                guild["approximate_member_count"] = JSONValue(DiscordWorld.users.count)
                guild["approximate_presence_count"] = JSONValue(DiscordWorld.users.count)
            }
            return .ok(guild)
        },
        DiscordRoute("GET", "guilds/:guild_id/roles", .read) { state, call throws(DiscordError) in
            try checkGuild(call)
            return .ok(.array(state.guild.roles.map(\.json)))
        },
        DiscordRoute("GET", "guilds/:guild_id/channels", .read) { state, call throws(DiscordError) in
            try checkGuild(call)
            return .ok(.array(state.guild.rooms.map(\.json)))
        },
        DiscordRoute("GET", "guilds/:guild_id/members/:user_id", .read) { state, call throws(DiscordError) in
            try checkGuild(call)
            guard let user = DiscordWorld.users[try call.id("user_id")] else { throw .unknownMember }
            return .ok(user.memberJSON(joined: state.guild.created))
        },
    ]

    static func gatewayURL(_ host: String) -> String { "ws://\(host)/discord/gateway" }

    static func checkGuild(_ call: DiscordCall) throws(DiscordError) {
        guard try call.id("guild_id") == DiscordWorld.guild else { throw .unknownGuild }
    }

    /// PrivateApplicationResponse.
    private static let application: JSONValue = [
        "id": DiscordWorld.application.json, "name": "Switchboard", "icon": nil, "type": nil,
        "description": "The sandbox's application.", "summary": "", "bot": DiscordWorld.bot.json,
        "bot_public": false, "bot_require_code_grant": false,
        "verify_key": "0000000000000000000000000000000000000000000000000000000000000000",
        // GATEWAY_MESSAGE_CONTENT_LIMITED: the switch for message content is on.
        "flags": 524_288, "flags_new": "524288", "redirect_uris": [], "interactions_endpoint_url": nil,
        "role_connections_verification_url": nil, "owner": DiscordWorld.person.json, "approximate_guild_count": 1,
        "approximate_user_install_count": 0, "approximate_user_authorization_count": 0,
        "explicit_content_filter": 0, "team": nil, "eligible_oauth2_scopes": ["bot"],
    ]
}
