/// The configuration of the AI worker.
public struct AIWorkerConfiguration: ServiceConfiguration {
    public static let service = ServiceName.aiWorker

    public let runtime: RuntimeConfiguration
    public let broker: BrokerConfiguration
    public let database: DatabaseConfiguration

    /// nil only for a service on this machine or on a host of SWITCHBOARD_PLAIN_HTTP_HOSTS.
    public let apiKey: Secret?
    /// Without a `/` at its end.
    public let apiURL: WebAddress
    public let provider: AIProvider
    public let model: String
    public let personaFile: String?
    public let historyMessages: Int
    public let maximumTokens: Int
    public let maximumTokensField: AITokenLimitField
    public let temperature: Double?
    public let timeout: Duration

    public init(from reader: inout ConfigurationReader) {
        apiKey = reader.read(AIVariables.apiKey)
        apiURL = reader.read(AIVariables.apiURL)
        provider = reader.read(AIVariables.provider)
        model = reader.read(AIVariables.model)
        personaFile = reader.read(AIVariables.personaFile)
        historyMessages = reader.read(AIVariables.historyMessages)
        maximumTokens = reader.read(AIVariables.maximumTokens)
        maximumTokensField = reader.read(AIVariables.maximumTokensField)
        temperature = reader.read(AIVariables.temperature)
        timeout = reader.read(AIVariables.timeout)
        broker = BrokerConfiguration(from: &reader)
        database = DatabaseConfiguration(from: &reader)
        runtime = RuntimeConfiguration(from: &reader, service: Self.service)

        if apiKey == nil, !apiURL.isLoopback, !runtime.plainHTTPHosts.contains(apiURL.host) {
            reader.fail(AIVariables.apiKey, because: "is required by \(apiURL.host) and not set")
        }
    }
}
