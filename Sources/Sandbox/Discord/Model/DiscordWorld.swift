/// What is in the sandbox's Discord from the start, with ids that never change so that they can stand in an `.env`.
/// They are older than every id made at run time and so sort before them.
enum DiscordWorld {
    /// `Authorization: Bot sandbox-bot-token`
    static let token = "sandbox-bot-token"

    /// The application; its bot user has the same id, as with every application made since 2016.
    static let application = Snowflake(900_000_000_000_000_001)
    static let guild = Snowflake(900_000_000_000_000_002)
    /// The text channel: DISCORD_CHANNEL_ID.
    static let channel = Snowflake(900_000_000_000_000_003)
    /// A forum channel, for those who prefer posts to threads.
    static let forum = Snowflake(900_000_000_000_000_004)
    /// The person who presses the buttons.
    static let operatorUser = Snowflake(900_000_000_000_000_005)

    static let bot = DiscordUser(id: application, name: "switchboard", displayName: nil, isBot: true)
    static let person = DiscordUser(id: operatorUser, name: "operator", displayName: "Operator", isBot: false)
    static let users = [bot.id: bot, person.id: person]

    static let guildName = "Sandbox"
    static let guildFeatures: JSONValue = ["COMMUNITY"]
    /// Every permission that exists in API v10 by its bit, as an administrator has them.
    static let allPermissions: JSONValue = "2251799813685247"
}
