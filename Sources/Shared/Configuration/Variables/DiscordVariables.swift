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

    public static let operationsChannel = Variable<String?>(
        "SWITCHBOARD_DISCORD_OPERATIONS_CHANNEL_ID",
        "A text channel for what concerns the whole suite: questions of the site's, alerts, selectors. Without it, the "
            + "channel above, or, where that is a forum, a pinned post in it.",
        type: .optional(.text(.snowflake)), presence: .standard(nil), example: "1234567890123456780",
        services: [.discordRelay])

    public static let showNames = Variable<Bool>(
        "SWITCHBOARD_DISCORD_SHOW_NAMES",
        "Whether people's names are shown in Discord. With false a thread is named after a number, and messages are "
            + "headed \"They\".",
        type: .boolean(), standard: true, services: [.discordRelay])

    public static let apiURL = Variable<WebAddress>(
        "SWITCHBOARD_DISCORD_API_URL", "Discord's REST API; the Gateway's address comes from it.", type: .base,
        standard: WebAddress(host: "discord.com", path: "/api/v10"), services: [.discordRelay])

    public static let replyPrefix = Variable<String>(
        "SWITCHBOARD_DISCORD_REPLY_PREFIX",
        "A message in a thread that begins with this word is sent as a reply; all others are notes. It needs the Message "
            + "Content Intent; `off` asks for none, and /reply and the buttons still work.",
        type: .text(.replyPrefix), standard: "!r", services: [.discordRelay])

    public static let operatorRoles = Variable<[String]>(
        "SWITCHBOARD_DISCORD_OPERATOR_ROLES",
        "The ids of the roles whose members answer people. Without it: everybody who may manage the channel.",
        type: .list(of: .snowflake), presence: .standard([]), example: ["1234567890123456789"],
        services: [.discordRelay])

    public static let ownerRoles = Variable<[String]>(
        "SWITCHBOARD_DISCORD_OWNER_ROLES",
        "The ids of the roles whose members may also pause everything and take conversations from operators. Without it: "
            + "everybody who may manage the server.",
        type: .list(of: .snowflake), presence: .standard([]), example: ["1234567890123456789"],
        services: [.discordRelay])
}

extension TextRule {
    /// What Discord's program sends as text: it keeps what begins with `/` for commands.
    static let replyPrefix = TextRule("one word of 1 to 16 characters that does not begin with /") { text in
        (1...16).contains(text.count) && !text.contains(where: \.isWhitespace) && text.first != "/"
    }

    /// Discord's ids: milliseconds since 2015 in the upper 42 bits give 17 digits since 2015 and 20 at most.
    static let snowflake = TextRule("an id of 17 to 20 digits") { text in
        (17...20).contains(text.utf8.count) && text.utf8.allSatisfy { (48...57).contains($0) } && UInt64(text) != nil
    }
}
