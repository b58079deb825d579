extension DiscordRoute {
    /// The slash commands of the guild.
    static let commands: [DiscordRoute] = [
        DiscordRoute("GET", commandsPath, .read) { state, call throws(DiscordError) in
            try checkApplication(call)
            return .ok(.array(state.guild.commands.map(\.json)))
        },
        DiscordRoute("PUT", commandsPath, .editChannel) { state, call throws(DiscordError) in
            try checkApplication(call)
            return .ok(.array(state.guild.overwrite(commands: try CommandForm.read(try call.form()), at: call.now)))
        },
    ]

    private static let commandsPath = "applications/:application_id/guilds/:guild_id/commands"

    private static func checkApplication(_ call: DiscordCall) throws(DiscordError) {
        guard try call.id("application_id") == DiscordWorld.application else { throw .unknownApplication }
        try checkGuild(call)
    }
}
