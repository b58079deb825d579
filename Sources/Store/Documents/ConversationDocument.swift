public import Shared

public import struct FoundationEssentials.Date

/// What is known about a conversation. `_id` is the conversation's id as in events.
public struct ConversationDocument: Codable, Sendable, Equatable {
    public static let collection = "conversations"

    public var _id: String
    public var name: String
    /// The sequence given to the latest event of the conversation; the next one gets one more.
    public var lastSequence: Int64
    /// Sequence of the latest message a draft has to take into account: incoming, or written by hand.
    public var lastMessageSequence: Int64
    /// How many messages are stored; the next one gets one more.
    public var lastOrdinal: Int64
    public var mode: ReplyMode?
    /// The name of the operator who claimed it, as it is shown; nobody when absent or empty.
    public var claimedBy: String?
    /// Who that is, as ``Approver/key``: names are not unique.
    public var claimedByID: String?
    /// When a person answered by hand: nothing is sent automatically until the conversation is handed back.
    public var takenOverAt: Date?
    public var updatedAt: Date

    public var reference: ConversationReference { ConversationReference(id: _id, name: name) }
}
