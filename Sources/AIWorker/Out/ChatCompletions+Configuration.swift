import Shared

extension ChatCompletions.Settings {
    init(_ configuration: AIWorkerConfiguration) {
        self.init(
            address: configuration.apiURL, key: configuration.apiKey, provider: configuration.provider,
            model: configuration.model, maximumTokens: configuration.maximumTokens,
            maximumTokensField: configuration.maximumTokensField, temperature: configuration.temperature,
            timeout: configuration.timeout)
    }
}
