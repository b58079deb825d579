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
    public let guardRulesFile: String?
    public let historyMessages: Int
    /// Older messages are summed up by the AI service.
    public let hasSummaries: Bool
    public let maximumTokens: Int
    public let maximumTokensField: AITokenLimitField
    public let temperature: Double?
    public let timeout: Duration
    public let isStreamed: Bool
    /// To all endpoints together, at the same time.
    public let maximumRequests: Int
    /// In the order in which they are asked, after the first endpoint.
    public let fallbacks: [AIFallbackConfiguration]
    public let quiet: Duration
    /// Not less than `quiet`.
    public let longestQuiet: Duration
    public let limits: AILimitConfiguration

    public init(from reader: inout ConfigurationReader) {
        apiKey = reader.read(AIVariables.apiKey)
        apiURL = reader.read(AIVariables.apiURL)
        provider = reader.read(AIVariables.provider)
        model = reader.read(AIVariables.model)
        personaFile = reader.read(AIVariables.personaFile)
        guardRulesFile = reader.read(AIVariables.guardRulesFile)
        historyMessages = reader.read(AIVariables.historyMessages)
        hasSummaries = reader.read(AIVariables.summaries)
        maximumTokens = reader.read(AIVariables.maximumTokens)
        maximumTokensField = reader.read(AIVariables.maximumTokensField)
        temperature = reader.read(AIVariables.temperature)
        timeout = reader.read(AIVariables.timeout)
        isStreamed = reader.read(AIVariables.stream)
        maximumRequests = reader.read(AIVariables.requests)
        quiet = reader.read(AIVariables.quiet)
        longestQuiet = max(quiet, reader.read(AIVariables.longestQuiet))
        limits = AILimitConfiguration(from: &reader)
        broker = BrokerConfiguration(from: &reader)
        database = DatabaseConfiguration(from: &reader)
        runtime = RuntimeConfiguration(from: &reader, service: Self.service)
        fallbacks = AIFallbackConfiguration.all(
            from: &reader, model: model, plainHTTPHosts: runtime.plainHTTPHosts)

        if apiKey == nil, !apiURL.isLoopback, !runtime.plainHTTPHosts.contains(apiURL.host) {
            reader.fail(AIVariables.apiKey, because: "is required by \(apiURL.host) and not set")
        }
    }
}

/// One more endpoint.
public struct AIFallbackConfiguration: Sendable {
    /// Without a `/` at its end.
    public let url: WebAddress
    public let key: Secret?
    public let provider: AIProvider
    public let model: String
    /// The variables that set it.
    public let names: (url: String, key: String, model: String)

    /// Those that have an address, in order.
    static func all(
        from reader: inout ConfigurationReader, model: String, plainHTTPHosts: [String]
    ) -> [AIFallbackConfiguration] {
        var all: [AIFallbackConfiguration] = []
        for variables in AIFallbackVariables.all {
            let (url, key) = (reader.read(variables.url), reader.read(variables.key))
            let (provider, own) = (reader.read(variables.provider), reader.read(variables.model))
            guard let url else {
                if key != nil || own != nil {
                    reader.fail(variables.url, because: "is not set, but its KEY or MODEL is")
                }
                continue
            }
            if key == nil, !url.isLoopback, !plainHTTPHosts.contains(url.host) {
                reader.fail(variables.key, because: "is required by \(url.host) and not set")
            }
            all.append(
                AIFallbackConfiguration(
                    url: url, key: key, provider: provider, model: own ?? model,
                    names: (variables.url.key, variables.key.key, variables.model.key)))
        }
        return all
    }
}
