/// The configuration of the sheets sync.
public struct SheetsSyncConfiguration: ServiceConfiguration {
    public static let service = ServiceName.sheetsSync

    public let runtime: RuntimeConfiguration
    public let broker: BrokerConfiguration
    public let database: DatabaseConfiguration

    public let sheet: String
    public let tab: String
    public let credentialsPath: String
    public let tokenPath: String
    /// Without a `/` at its end.
    public let apiURL: WebAddress
    public let tokenURL: WebAddress

    public init(from reader: inout ConfigurationReader) {
        sheet = reader.read(GoogleVariables.sheet)
        credentialsPath = reader.read(GoogleVariables.credentials)
        tokenPath = reader.read(GoogleVariables.token)
        tab = reader.read(GoogleVariables.tab)
        apiURL = reader.read(GoogleVariables.apiURL)
        tokenURL = reader.read(GoogleVariables.tokenURL)
        broker = BrokerConfiguration(from: &reader)
        database = DatabaseConfiguration(from: &reader)
        runtime = RuntimeConfiguration(from: &reader, service: Self.service)
    }
}
