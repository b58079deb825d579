/// The AI service that drafts replies: anything with an OpenAI-compatible `/chat/completions`.
public enum AIVariables {
    public static let apiKey = Variable<Secret?>(
        "AI_API_KEY", "The key of the AI service.", type: .optional(.token), presence: .standard(nil),
        example: Secret("sk-0123456789abcdef"), services: [.aiWorker],
        requiredWhen: "the service is not on this machine")

    public static let apiURL = Variable<WebAddress>(
        "AI_API_URL", "Where the API's paths begin; /chat/completions is added.", type: .base,
        standard: WebAddress(host: "api.openai.com", path: "/v1"), services: [.aiWorker])

    public static let provider = Variable<AIProvider>(
        "AI_PROVIDER", "Which kind of service it is, for the differences between them.", type: .choice,
        standard: .openai, services: [.aiWorker])

    public static let model = Variable<String>(
        "SWITCHBOARD_AI_MODEL", "The model that drafts.", type: .text(maximumLength: 200), standard: "gpt-4o-mini",
        services: [.aiWorker])

    public static let personaFile = Variable<String?>(
        "SWITCHBOARD_AI_PERSONA_FILE",
        "A text file that tells the AI how the account's owner writes and what it may say.",
        type: .optional(.path(.file)), presence: .standard(nil), example: "persona.txt", services: [.aiWorker])

    public static let historyMessages = Variable<Int>(
        "SWITCHBOARD_AI_HISTORY_MESSAGES", "How many of a conversation's latest messages the AI is shown.",
        type: .integer(1...200), standard: 20, services: [.aiWorker])

    public static let maximumTokens = Variable<Int>(
        "SWITCHBOARD_AI_MAX_TOKENS", "How long a draft may be, in the model's tokens. What is cut off is no draft.",
        type: .integer(16...32_768), standard: 400, services: [.aiWorker])

    public static let maximumTokensField = Variable<AITokenLimitField>(
        "SWITCHBOARD_AI_MAX_TOKENS_FIELD",
        "The request's field for that limit: OpenAI's reasoning models want max_completion_tokens.",
        type: .choice, standard: .maxTokens, services: [.aiWorker])

    public static let temperature = Variable<Double?>(
        "SWITCHBOARD_AI_TEMPERATURE", "How freely the model writes; without it, the service's own default.",
        type: .optional(.number(0...2)), presence: .standard(nil), example: 0.7, services: [.aiWorker])

    public static let timeout = Variable<Duration>(
        "SWITCHBOARD_AI_TIMEOUT_SECONDS",
        "How long one request may take. A model that must be loaded first needs minutes.",
        type: .seconds(1...600), standard: .seconds(100), services: [.aiWorker])
}

/// The kinds of AI services whose differences are known.
public enum AIProvider: String, CaseIterable, Sendable {
    case openai, azure, ollama, lmstudio, llamacpp, vllm, litellm
}

/// The field of a chat completion request that limits the answer's length.
public enum AITokenLimitField: String, CaseIterable, Sendable {
    case maxTokens = "max_tokens"
    case maxCompletionTokens = "max_completion_tokens"
}
