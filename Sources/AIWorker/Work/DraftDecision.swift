import Shared

/// Whether a message gets a draft. Pure: asked before the AI service is, and again when its answer is there.
enum DraftDecision: Equatable, Sendable {
    case draft
    case skip(Reason)

    enum Reason: String, Equatable, Sendable, CaseIterable {
        /// The conversation was deleted.
        case gone
        /// The owner does not want drafts in this conversation.
        case modeOff
        /// A later message will be answered instead.
        case newerMessage
        /// The owner wrote by hand after it.
        case answeredByHand
        /// There is no text to answer, as for a picture.
        case noText
    }

    /// - Parameters:
    ///   - sequence: of the message's event.
    ///   - text: of the message.
    ///   - standing: nil when the conversation is not there any more.
    static func of(sequence: Int64, text: String, standing: ConversationStanding?) -> DraftDecision {
        guard let standing else { return .skip(.gone) }
        guard standing.mode != .off else { return .skip(.modeOff) }
        if standing.lastMessageSequence > sequence {
            return .skip(standing.lastDirection == .outgoing ? .answeredByHand : .newerMessage)
        }
        guard text.contains(where: { !$0.isWhitespace }) else { return .skip(.noText) }
        return .draft
    }
}

/// Where a conversation stands, as far as drafting minds.
struct ConversationStanding: Equatable, Sendable {
    var mode: ReplyMode
    /// Sequence of the latest message that a draft has to answer: incoming, or written by hand.
    var lastMessageSequence: Int64
    /// Who wrote that message.
    var lastDirection: ChatMessage.Direction
}
