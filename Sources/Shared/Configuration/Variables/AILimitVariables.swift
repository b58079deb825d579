/// What the AI may send by itself, and what it may cost.
public enum AILimitVariables {
    public static let automatic = Variable<AIAutomaticMode>(
        "SWITCHBOARD_AI_AUTO",
        "Whether conversations in mode auto are answered without a person. Forbidden, they get drafts.",
        type: .choice, standard: .forbidden, services: [.aiWorker])

    public static let disclosure = Variable<String>(
        "SWITCHBOARD_AI_DISCLOSURE",
        "Added to a conversation's first automatic message, and whenever somebody asks whether they talk to a machine.",
        type: .text(
            TextRule("10 to 200 characters of text", allows: { (10...200).contains($0.count) }), maximumLength: 200),
        standard: "(An AI assistant writes this for me.)", services: [.aiWorker])

    public static let automaticPerConversation = Variable<Int>(
        "SWITCHBOARD_AI_AUTO_PER_CONVERSATION", "Automatic messages in one conversation within 24 hours, at most.",
        type: .integer(1...1000), standard: 20, services: [.aiWorker])

    public static let automaticPerHour = Variable<Int>(
        "SWITCHBOARD_AI_AUTO_PER_HOUR", "Automatic messages in all conversations within an hour, at most.",
        type: .integer(1...1000), standard: 30, services: [.aiWorker])

    public static let tokensPerDay = tokens(
        "SWITCHBOARD_AI_TOKENS_PER_DAY", "Tokens that all conversations may use in a day (UTC), prompts included.")

    public static let tokensPerConversation = tokens(
        "SWITCHBOARD_AI_TOKENS_PER_CONVERSATION", "Tokens that one conversation may use in a day (UTC).")

    public static let costPerDay = cost(
        "SWITCHBOARD_AI_COST_PER_DAY",
        "What all conversations may cost in a day (UTC), in the currency of the prices.")

    public static let costPerConversation = cost(
        "SWITCHBOARD_AI_COST_PER_CONVERSATION",
        "What one conversation may cost in a day (UTC), in the currency of the prices.")

    public static let promptPrice = price(
        "SWITCHBOARD_AI_PROMPT_PRICE", "What a million tokens of prompts cost; of several endpoints, the dearest.",
        example: 0.15)

    public static let completionPrice = price(
        "SWITCHBOARD_AI_COMPLETION_PRICE", "What a million tokens of answers cost; of several endpoints, the dearest.",
        example: 0.6)

    private static func tokens(_ key: String, _ meaning: String) -> Variable<Int?> {
        Variable(
            key, meaning + " Without it there is no limit.", type: .optional(.integer(1000...1_000_000_000)),
            presence: .standard(nil), example: 500_000, services: [.aiWorker])
    }

    private static func cost(_ key: String, _ meaning: String) -> Variable<Double?> {
        Variable(
            key, meaning + " Without it there is no limit.", type: .optional(.number(0.001...1_000_000)),
            presence: .standard(nil), example: 2.5, services: [.aiWorker])
    }

    private static func price(_ key: String, _ meaning: String, example: Double) -> Variable<Double?> {
        Variable(
            key, meaning, type: .optional(.number(0...100_000)), presence: .standard(nil), example: example,
            services: [.aiWorker])
    }
}

/// Whether anything may be sent without a person.
public enum AIAutomaticMode: String, CaseIterable, Sendable {
    case forbidden, allowed
}
