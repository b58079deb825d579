/// The configuration of the Discord relay.
public struct DiscordRelayConfiguration: ServiceConfiguration {
    public static let service = ServiceName.discordRelay

    public let runtime: RuntimeConfiguration
    public let broker: BrokerConfiguration
    public let database: DatabaseConfiguration

    public let token: Secret
    /// A snowflake.
    public let channel: String
    /// Without a `/` at its end.
    public let apiURL: WebAddress

    public init(from reader: inout ConfigurationReader) {
        token = reader.read(DiscordVariables.token)
        channel = reader.read(DiscordVariables.channel)
        apiURL = reader.read(DiscordVariables.apiURL)
        broker = BrokerConfiguration(from: &reader)
        database = DatabaseConfiguration(from: &reader)
        runtime = RuntimeConfiguration(from: &reader, service: Self.service)
    }
}
