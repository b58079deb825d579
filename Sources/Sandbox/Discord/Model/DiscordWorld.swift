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
    /// The role of those who help the guild's owner.
    static let operatorRole = Snowflake(900_000_000_000_000_006)
    static let botRole = Snowflake(900_000_000_000_000_007)

    static let bot = DiscordUser(id: application, name: "switchboard", displayName: nil, isBot: true)
    static let person = DiscordUser(id: operatorUser, name: "operator", displayName: "Operator", isBot: false)
    /// Has ``operatorRole``.
    static let colleague = DiscordUser(
        id: Snowflake(900_000_000_000_000_008), name: "colleague", displayName: "Colleague", isBot: false)
    /// May read and write, and nothing more.
    static let guest = DiscordUser(
        id: Snowflake(900_000_000_000_000_009), name: "guest", displayName: "Guest", isBot: false)
    static let users = [bot.id: bot, person.id: person, colleague.id: colleague, guest.id: guest]

    static let roles = [
        DiscordRole(id: guild, name: "@everyone", permissions: .usual, position: 0, isManaged: false),
        DiscordRole(
            id: operatorRole, name: "operators", permissions: .manageChannels, position: 1, isManaged: false),
        DiscordRole(id: botRole, name: "switchboard", permissions: .invited, position: 2, isManaged: true),
    ]

    static let guildName = "Sandbox"
    static let guildFeatures: JSONValue = ["COMMUNITY"]
}
