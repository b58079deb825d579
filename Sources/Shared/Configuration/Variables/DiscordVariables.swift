/// The Discord bot and its channel.
public enum DiscordVariables {
    public static let token = Variable<Secret>(
        "DISCORD_BOT_TOKEN", "The bot's token, from the Bot page of its application in Discord's developer portal.",
        type: .token, presence: .required, example: Secret("the-token-of-the-bot"),
        services: [.discordRelay])

    public static let channel = Variable<String>(
        "DISCORD_CHANNEL_ID",
        "The channel in which each conversation gets its thread: developer mode on, then Copy Channel ID.",
        type: .text(.snowflake), presence: .required, example: "1234567890123456789", services: [.discordRelay])

    public static let apiURL = Variable<WebAddress>(
        "SWITCHBOARD_DISCORD_API_URL", "Discord's REST API; the Gateway's address comes from it.", type: .base,
        standard: WebAddress(host: "discord.com", path: "/api/v10"), services: [.discordRelay])
}

extension TextRule {
    /// Discord's ids: milliseconds since 2015 in the upper 42 bits give 17 digits since 2015 and 20 at most.
    static let snowflake = TextRule("an id of 17 to 20 digits") { text in
        (17...20).contains(text.utf8.count) && text.utf8.allSatisfy { (48...57).contains($0) } && UInt64(text) != nil
    }
}
