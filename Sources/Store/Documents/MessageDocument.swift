public import Shared

public import struct FoundationEssentials.Date

/// One message of a conversation, with every version it had.
public struct MessageDocument: Codable, Sendable, Equatable {
    public static let collection = "messages"

    /// The text before an edit.
    public struct Version: Codable, Sendable, Equatable {
        public var text: String
        public var replacedAt: Date
    }

    /// `<conversation>#<ordinal>`.
    public var _id: String
    public var conversation: String
    public var ordinal: Int64
    public var direction: ChatMessage.Direction
    public var author: String
    public var text: String
    public var sentAt: Date?
    public var observedAt: Date
    /// Sequence of the event that told of it.
    public var sequence: Int64
    /// The draft that was typed, for a reply of ours.
    public var draft: String?
    public var earlier: [Version]?
    public var deletedAt: Date?
    /// The platform's own id, where it has one.
    public var siteID: String?
    /// The page shows it before messages with a lower ordinal: it was noticed late.
    public var isLate: Bool?
    /// Sequence of the event that told of the last edit or of the deletion.
    public var changeSequence: Int64?
    public var attachments: [MessageAttachment]?

    public init(
        _ message: ChatMessage, sequence: Int64, draft: String?, siteID: String? = nil, isLate: Bool = false
    ) {
        _id = message.id
        conversation = message.conversation.id
        ordinal = message.ordinal
        direction = message.direction
        author = message.author
        text = message.text
        sentAt = message.sentAt?.date
        observedAt = message.observedAt.date
        self.sequence = sequence
        self.draft = draft
        self.siteID = siteID
        self.isLate = isLate ? true : nil
        attachments = message.attachments
    }
}
