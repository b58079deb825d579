import Shared

extension ChatCompletions.Settings {
    /// The endpoints in the order in which they are asked.
    static func all(_ configuration: AIWorkerConfiguration) -> [ChatCompletions.Settings] {
        let first = ChatCompletions.Settings(
            address: configuration.apiURL, key: configuration.apiKey, provider: configuration.provider,
            model: configuration.model, maximumTokens: configuration.maximumTokens,
            maximumTokensField: configuration.maximumTokensField, temperature: configuration.temperature,
            timeout: configuration.timeout, isStreamed: configuration.isStreamed)
        return [first]
            + configuration.fallbacks.map { fallback in
                var settings = first
                settings.address = fallback.url
                settings.key = fallback.key
                settings.provider = fallback.provider
                settings.model = fallback.model
                settings.names = EndpointNames(
                    url: fallback.names.url, key: fallback.names.key, model: fallback.names.model)
                return settings
            }
    }
}

/// The variables that an endpoint is set with, for the words that tell what to change.
struct EndpointNames: Sendable, Equatable {
    var url = AIVariables.apiURL.key
    var key = AIVariables.apiKey.key
    var model = AIVariables.model.key
}
