import Mongo
public import Shared

import struct FoundationEssentials.Date

extension StoreTransaction {
    public func conversation(_ id: String) throws -> ConversationDocument? {
        try session.collection(ConversationDocument.collection).findOne(
            as: ConversationDocument.self, filter: ["_id": .string(id)])
    }

    /// Stores messages of one conversation that were read from the page, in order, and tells of each.
    ///
    /// Ordinals must follow the stored ones without a hole; another writer in between is a write conflict, and the
    /// transaction starts over. An incoming message, or one written by hand, becomes what drafts have to answer.
    ///
    /// - Returns: the header of each message's event, in the same order.
    public func append(_ messages: [NewMessage]) throws -> [EventHeader] {
        guard let last = messages.last?.message else { return [] }
        let first = try takeSequences(Int64(messages.count), of: last.conversation)
        var rows: [Row] = []
        var documents: [MessageDocument] = []
        for (offset, new) in messages.enumerated() {
            let sequence = first + Int64(offset)
            rows.append(try row(of: new, sequence: sequence))
            documents.append(
                MessageDocument(
                    new.message, sequence: sequence, draft: new.draft, siteID: new.siteID, isLate: new.isLate))
        }
        let headers = try insert(rows)
        try session.collection(MessageDocument.collection).insertMany(documents)
        var set: BSONDocument = ["name": .string(last.conversation.name), "lastOrdinal": .int64(last.ordinal)]
        if let answerable = messages.lastIndex(where: { $0.draft == nil }) {
            set["lastMessageSequence"] = .int64(first + Int64(answerable))
        }
        _ = try session.collection(ConversationDocument.collection).updateOne(
            ["_id": .string(last.conversation.id)], ["$set": .document(set)])
        return headers
    }

    /// ``append(_:)`` for a single message.
    public func append(
        _ message: ChatMessage, draft: String? = nil, siteID: String? = nil, isLate: Bool = false
    ) throws -> EventHeader {
        try append([NewMessage(message, draft: draft, siteID: siteID, isLate: isLate)])[0]
    }

    private func row(of new: NewMessage, sequence: Int64) throws -> Row {
        let message = new.message
        return switch message.direction {
        case .incoming:
            try row(
                MessageReceived(message: message), key: message.conversation.id, sequence: sequence,
                origin: message.observedAt)
        case .outgoing:
            try row(
                MessageSent(message: message, draft: new.draft), key: message.conversation.id, sequence: sequence,
                origin: new.draft == nil ? message.observedAt : nil)
        }
    }

    /// The latest messages of a conversation, oldest first, deleted ones left out.
    public func recentMessages(of conversation: String, limit: Int) throws -> [MessageDocument] {
        try session.collection(MessageDocument.collection).find(
            as: MessageDocument.self, filter: ["conversation": .string(conversation), "deletedAt": ["$exists": false]],
            sort: ["ordinal": -1], limit: limit
        ).reversed()
    }
}
