/// How replies of a conversation come about.
public enum ReplyMode: String, Codable, Sendable, CaseIterable {
    /// No drafts.
    case off
    /// Drafts wait for a person. The default.
    case draft
    /// Drafts that pass the guard are sent without a person; needs an explicit setting.
    case auto
}

/// Something about a conversation other than its messages changed. Only what changed is present.
public struct ConversationUpdated: EventPayload {
    public static let name = EventName.conversationUpdated
    public var conversation: ConversationReference
    public var unread: Int?
    public var mode: ReplyMode?
    /// The operator who answers it; an empty string when it was released.
    public var claimedBy: String?

    public init(conversation: ConversationReference, unread: Int?, mode: ReplyMode?, claimedBy: String?) {
        self.conversation = conversation
        self.unread = unread
        self.mode = mode
        self.claimedBy = claimedBy
    }
}
