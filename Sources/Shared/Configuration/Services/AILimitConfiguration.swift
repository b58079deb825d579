/// What the AI may send by itself, and what it may cost.
public struct AILimitConfiguration: Sendable {
    public let isAutomaticAllowed: Bool
    public let disclosure: String
    /// Within 24 hours.
    public let automaticPerConversation: Int
    public let automaticPerHour: Int
    /// In a day, as what follows; nil for no limit.
    public let tokensPerDay: Int?
    public let tokensPerConversation: Int?
    public let costPerDay: Double?
    public let costPerConversation: Double?
    /// Of a million tokens.
    public let promptPrice: Double?
    public let completionPrice: Double?

    init(from reader: inout ConfigurationReader) {
        isAutomaticAllowed = reader.read(AILimitVariables.automatic) == .allowed
        disclosure = reader.read(AILimitVariables.disclosure)
        automaticPerConversation = reader.read(AILimitVariables.automaticPerConversation)
        automaticPerHour = reader.read(AILimitVariables.automaticPerHour)
        tokensPerDay = reader.read(AILimitVariables.tokensPerDay)
        tokensPerConversation = reader.read(AILimitVariables.tokensPerConversation)
        costPerDay = reader.read(AILimitVariables.costPerDay)
        costPerConversation = reader.read(AILimitVariables.costPerConversation)
        promptPrice = reader.read(AILimitVariables.promptPrice)
        completionPrice = reader.read(AILimitVariables.completionPrice)
        if costPerDay != nil || costPerConversation != nil, promptPrice == nil || completionPrice == nil {
            let missing = promptPrice == nil ? AILimitVariables.promptPrice : AILimitVariables.completionPrice
            reader.fail(missing, because: "is not set, and a limit of costs needs both prices")
        }
    }
}
