import Mongo
public import Shared

import struct FoundationEssentials.Date

extension StoreTransaction {
    public func conversation(_ id: String) throws -> ConversationDocument? {
        try session.collection(ConversationDocument.collection).findOne(
            as: ConversationDocument.self, filter: ["_id": .string(id)])
    }

    /// Stores messages read from the page, in order, and tells of each.
    ///
    /// Ordinals must follow the stored ones without a hole; another writer in between is a write conflict, and the
    /// transaction starts over. An incoming message, or one written by hand, becomes what drafts have to answer.
    ///
    /// - Parameters:
    ///   - draft: the draft whose bubble this is, for a reply of ours.
    ///   - siteID: the platform's own id of the message, where it has one.
    ///   - isLate: the page shows it before messages that are stored already.
    public func append(
        _ message: ChatMessage, draft: String? = nil, siteID: String? = nil, isLate: Bool = false
    ) throws -> EventHeader {
        let header: EventHeader
        switch message.direction {
        case .incoming:
            header = try emit(
                MessageReceived(message: message), conversation: message.conversation, origin: message.observedAt)
        case .outgoing:
            header = try emit(
                MessageSent(message: message, draft: draft), conversation: message.conversation,
                origin: draft == nil ? message.observedAt : nil)
        }
        let sequence = header.sequence ?? 0
        try session.collection(MessageDocument.collection).insertOne(
            MessageDocument(message, sequence: sequence, draft: draft, siteID: siteID, isLate: isLate))
        var set: BSONDocument = [
            "name": .string(message.conversation.name), "lastOrdinal": .int64(message.ordinal),
        ]
        if draft == nil { set["lastMessageSequence"] = .int64(sequence) }
        _ = try session.collection(ConversationDocument.collection).updateOne(
            ["_id": .string(message.conversation.id)], ["$set": .document(set)])
        return header
    }

    /// The latest messages of a conversation, oldest first, deleted ones left out.
    public func recentMessages(of conversation: String, limit: Int) throws -> [MessageDocument] {
        try session.collection(MessageDocument.collection).find(
            as: MessageDocument.self, filter: ["conversation": .string(conversation), "deletedAt": ["$exists": false]],
            sort: ["ordinal": -1], limit: limit
        ).reversed()
    }
}
