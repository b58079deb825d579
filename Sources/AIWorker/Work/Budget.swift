import Shared

import struct FoundationEssentials.Date

/// What was used of the AI service, by a conversation or by all of them.
struct AIUsage: Sendable, Equatable {
    var tokens: Int64 = 0
    var cost = 0.0
}

/// What may be used in a day. Pure.
struct Budget: Sendable, Equatable {
    enum Scope: String, Sendable, CaseIterable { case day, conversation }

    var tokensPerDay: Int?
    var tokensPerConversation: Int?
    var costPerDay: Double?
    var costPerConversation: Double?
    /// Of a million tokens.
    var promptPrice: Double?
    var completionPrice: Double?

    /// The first limit that is reached; nil while more may be asked for.
    func reached(day: AIUsage, conversation: AIUsage) -> Scope? {
        if Self.isReached(day, tokensPerDay, costPerDay) { return .day }
        return Self.isReached(conversation, tokensPerConversation, costPerConversation) ? .conversation : nil
    }

    /// What an answer used. Where the service does not count, a token is taken to be three characters: more than most
    /// languages need.
    func usage(of completion: Completion, asked messages: [PromptMessage]) -> AIUsage {
        let prompt = completion.promptTokens ?? Self.estimate(messages.map(\.content.count).reduce(0, +))
        let answer = completion.completionTokens ?? Self.estimate(completion.text.count)
        let priced = (Double(prompt) * (promptPrice ?? 0) + Double(answer) * (completionPrice ?? 0)) / 1_000_000
        return AIUsage(tokens: Int64(prompt) + Int64(answer), cost: completion.cost ?? priced)
    }

    private static func isReached(_ usage: AIUsage, _ tokens: Int?, _ cost: Double?) -> Bool {
        if let tokens, usage.tokens >= Int64(tokens) { return true }
        return cost.map { usage.cost >= $0 } ?? false
    }

    private static func estimate(_ characters: Int) -> Int { (characters + 2) / 3 }
}

extension Budget {
    init(_ limits: AILimitConfiguration) {
        self.init(
            tokensPerDay: limits.tokensPerDay, tokensPerConversation: limits.tokensPerConversation,
            costPerDay: limits.costPerDay, costPerConversation: limits.costPerConversation,
            promptPrice: limits.promptPrice, completionPrice: limits.completionPrice)
    }
}
