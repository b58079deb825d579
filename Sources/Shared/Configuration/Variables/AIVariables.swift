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

    public static let guardRulesFile = Variable<String?>(
        "SWITCHBOARD_AI_GUARD_FILE",
        "A rule file of your own for the outgoing guard: it adds to the rules that come with it.",
        type: .optional(.path(.file)), presence: .standard(nil), example: "guard.yaml", services: [.aiWorker])

    public static let historyMessages = Variable<Int>(
        "SWITCHBOARD_AI_HISTORY_MESSAGES", "How many of a conversation's latest messages the AI is shown.",
        type: .integer(1...200), standard: 20, services: [.aiWorker])

    public static let summaries = Variable<Bool>(
        "SWITCHBOARD_AI_SUMMARIES",
        "Whether the AI is asked to sum up what is older than the messages it is shown, so that drafts know of it.",
        type: .boolean(), standard: true, services: [.aiWorker])

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

    public static let stream = Variable<Bool>(
        "SWITCHBOARD_AI_STREAM",
        "Whether answers are streamed: a service that falls silent in the middle is noticed within 20 seconds.",
        type: .boolean(), standard: false, services: [.aiWorker])

    public static let requests = Variable<Int>(
        "SWITCHBOARD_AI_REQUESTS", "How many requests to the AI service may be under way at the same time.",
        type: .integer(1...500), standard: 16, services: [.aiWorker])

    public static let quiet = Variable<Duration>(
        "SWITCHBOARD_AI_QUIET_SECONDS",
        "How long nobody must have written in a conversation before a draft is asked for.",
        type: .seconds(0...300), standard: .seconds(2), services: [.aiWorker])

    public static let longestQuiet = Variable<Duration>(
        "SWITCHBOARD_AI_QUIET_MAX_SECONDS",
        "How long a draft waits at most for somebody who writes message after message.",
        type: .seconds(0...3600), standard: .seconds(20), services: [.aiWorker])
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

/// The fields of one more endpoint, asked when those before it cannot answer.
public struct AIFallbackVariables: Sendable {
    public let url: Variable<WebAddress?>
    public let key: Variable<Secret?>
    public let provider: Variable<AIProvider>
    public let model: Variable<String?>

    /// In the order in which they are asked.
    public static let all = (1...3).map(AIFallbackVariables.init)

    private init(_ number: Int) {
        let prefix = "SWITCHBOARD_AI_FALLBACK_\(number)_"
        let before = number == 1 ? "AI_API_URL" : "fallback \(number - 1)"
        url = Variable(
            prefix + "URL", "Where the API of fallback \(number) begins: asked when \(before) cannot answer.",
            type: .optional(.base), presence: .standard(nil), example: WebAddress(host: "ai.example", path: "/v1"),
            services: [.aiWorker])
        key = Variable(
            prefix + "KEY", "The key of fallback \(number).", type: .optional(.token), presence: .standard(nil),
            example: Secret("sk-0123456789abcdef"), services: [.aiWorker])
        provider = Variable(
            prefix + "PROVIDER", "Which kind of service fallback \(number) is.", type: .choice, standard: .openai,
            services: [.aiWorker])
        model = Variable(
            prefix + "MODEL", "The model of fallback \(number); without it, SWITCHBOARD_AI_MODEL.",
            type: .optional(.text(maximumLength: 200)), presence: .standard(nil), example: "qwen3:8b",
            services: [.aiWorker])
    }

    var declarations: [VariableDeclaration] {
        [url.declaration, key.declaration, provider.declaration, model.declaration]
    }
}
