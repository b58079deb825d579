/// The configuration of the Discord relay.
public struct DiscordRelayConfiguration: ServiceConfiguration {
    public static let service = ServiceName.discordRelay

    public let runtime: RuntimeConfiguration
    public let broker: BrokerConfiguration
    public let database: DatabaseConfiguration

    public let token: Secret
    /// A snowflake.
    public let channel: String
    /// A snowflake; nil for the channel itself.
    public let operationsChannel: String?
    public let showsNames: Bool
    /// Without a `/` at its end.
    public let apiURL: WebAddress
    /// The word that a reply begins with; nil when messages are never replies.
    public let replyPrefix: String?
    /// Snowflakes; empty for those who may manage the channel.
    public let operatorRoles: [String]
    /// Snowflakes; empty for those who may manage the server.
    public let ownerRoles: [String]

    public init(from reader: inout ConfigurationReader) {
        token = reader.read(DiscordVariables.token)
        channel = reader.read(DiscordVariables.channel)
        operationsChannel = reader.read(DiscordVariables.operationsChannel)
        showsNames = reader.read(DiscordVariables.showNames)
        apiURL = reader.read(DiscordVariables.apiURL)
        let prefix = reader.read(DiscordVariables.replyPrefix)
        replyPrefix = prefix.lowercased() == "off" ? nil : prefix
        operatorRoles = reader.read(DiscordVariables.operatorRoles)
        ownerRoles = reader.read(DiscordVariables.ownerRoles)
        broker = BrokerConfiguration(from: &reader)
        database = DatabaseConfiguration(from: &reader)
        runtime = RuntimeConfiguration(from: &reader, service: Self.service)
    }
}
