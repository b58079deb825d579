import Store

/// Whether a draft is sent without a person. Pure: anything that is not as it should be leaves it to one.
enum AutomaticDecision: Equatable, Sendable {
    /// - Parameter disclosing: whether the text tells that an AI writes.
    case send(disclosing: Bool)
    /// Nothing is sent but the text that an AI writes: who asks for that gets an honest answer, whatever the model made
    /// of the question.
    case disclose
    case draft(Doubt)

    /// Why a person decides; the raw value is a metric's label.
    enum Doubt: String, Equatable, Sendable, CaseIterable {
        /// `SWITCHBOARD_AI_AUTO` does not allow it.
        case notAllowed = "not_allowed"
        case barred
        /// The guard holds it.
        case held
        /// The last bubble is the owner's own.
        case notLast = "not_last"
        /// It touches what a person should decide about, or may.
        case topic
        /// Something in the conversation looks like an instruction to the model.
        case injection
        /// The service did not say that the answer is complete.
        case finish
        /// Another endpoint than the first answered, or the first has been failing.
        case endpoint
        case budget
        case conversationCap = "conversation_cap"
        case hourlyCap = "hourly_cap"
    }

    /// What it rests on.
    struct Facts: Sendable, Equatable {
        var isAllowed: Bool
        var bar: AutomationBar?
        var isHeld: Bool
        /// Of money, contact, places, who writes, and the like.
        var touchesTopic: Bool
        /// Of the conversation's last message, replies of ours included.
        var isOtherPersonLast: Bool
        /// In any message that the model was shown.
        var hasInjectionSigns: Bool
        var finish: Completion.Finish
        var isFromFirstEndpoint: Bool
        var isOverBudget: Bool
        var isWithinConversationCap: Bool
        var isWithinHourlyCap: Bool
        /// Nothing was sent automatically in the conversation before.
        var isFirst: Bool
        /// The other person asks whether a machine writes.
        var isAsked: Bool
        /// The reply is about whether a machine writes, and nothing else speaks against it.
        var isAboutWriter: Bool
    }

    static func of(_ facts: Facts) -> AutomaticDecision {
        if !facts.isAllowed { return .draft(.notAllowed) }
        if facts.bar != nil { return .draft(.barred) }
        let answersQuestion = facts.isAsked && facts.isAboutWriter
        if facts.isHeld, !answersQuestion { return .draft(.held) }
        if facts.touchesTopic, !answersQuestion { return .draft(.topic) }
        if !facts.isOtherPersonLast { return .draft(.notLast) }
        if facts.hasInjectionSigns { return .draft(.injection) }
        if facts.finish != .stop { return .draft(.finish) }
        if !facts.isFromFirstEndpoint { return .draft(.endpoint) }
        if facts.isOverBudget { return .draft(.budget) }
        if !facts.isWithinConversationCap { return .draft(.conversationCap) }
        if !facts.isWithinHourlyCap { return .draft(.hourlyCap) }
        return answersQuestion ? .disclose : .send(disclosing: facts.isFirst || facts.isAsked)
    }
}
