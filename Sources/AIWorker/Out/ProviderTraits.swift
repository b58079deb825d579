import Shared

/// How a kind of service differs from OpenAI's own.
struct ProviderTraits: Sendable, Equatable {
    enum KeyHeader: Sendable { case bearer, apiKey }

    var keyHeader = KeyHeader.bearer
    /// The only field for the limit of tokens that it takes; nil for what the setting says.
    var tokenLimitField: AITokenLimitField?
    /// It tells a stream's tokens when it is asked to, and does not refuse the question.
    var tellsStreamUsage = true
    /// It loads the model at the first request, which takes minutes: the first token may take all of the time.
    var loadsModel = false
    /// Beside the API's own paths, an address that tells whether it is ready.
    var healthPath: String?
    /// The answer's header that tells what the request cost.
    var costHeader: String?
}

extension AIProvider {
    var traits: ProviderTraits {
        switch self {
        case .openai: ProviderTraits()
        // Older versions of its API refuse a request that asks for the usage of a stream.
        case .azure: ProviderTraits(keyHeader: .apiKey, tellsStreamUsage: false)
        case .ollama: ProviderTraits(tokenLimitField: .maxTokens, loadsModel: true)
        case .lmstudio: ProviderTraits(tokenLimitField: .maxTokens, loadsModel: true)
        case .llamacpp: ProviderTraits(tokenLimitField: .maxTokens, loadsModel: true, healthPath: "health")
        case .vllm: ProviderTraits(healthPath: "health")
        case .litellm: ProviderTraits(costHeader: "x-litellm-response-cost")
        }
    }
}
