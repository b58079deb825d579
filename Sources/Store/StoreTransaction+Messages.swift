import Mongo
public import Shared

import struct FoundationEssentials.Date

extension StoreTransaction {
    /// The message with this id, whatever became of it.
    public func message(_ id: String) throws -> MessageDocument? {
        try session.collection(MessageDocument.collection).findOne(
            as: MessageDocument.self, filter: ["_id": .string(id)])
    }

    /// Stores the new text of a message that was edited on the page, keeps the one before, and tells of it.
    ///
    /// - Returns: nil when the text is the stored one: nothing is changed or told then.
    /// - Throws: ``StoreError/missing(_:)`` when there is no such message.
    @discardableResult
    public func edit(
        _ id: String, in conversation: ConversationReference, to text: String, at time: Timestamp
    ) throws -> EventHeader? {
        guard var stored = try message(id) else { throw StoreError.missing("the edited message is not stored") }
        guard stored.text != text else { return nil }
        stored.earlier = (stored.earlier ?? []) + [MessageDocument.Version(text: stored.text, replacedAt: time.date)]
        stored.text = text
        let header = try emit(
            MessageEdited(message: stored.message(in: conversation), version: 1 + (stored.earlier?.count ?? 0)),
            conversation: conversation)
        stored.changeSequence = header.sequence
        _ = try session.collection(MessageDocument.collection).replaceOne(["_id": .string(id)], with: stored)
        return header
    }

    /// Marks a message that disappeared from the page as deleted, keeps its texts, and tells of it.
    ///
    /// - Returns: nil when it was marked before: nothing is changed or told then.
    /// - Throws: ``StoreError/missing(_:)`` when there is no such message.
    @discardableResult
    public func delete(
        _ id: String, in conversation: ConversationReference, at time: Timestamp
    ) throws -> EventHeader? {
        guard let stored = try message(id) else { throw StoreError.missing("the deleted message is not stored") }
        guard stored.deletedAt == nil else { return nil }
        let header = try emit(
            MessageDeleted(conversation: conversation, message: id, noticedAt: time), conversation: conversation)
        _ = try session.collection(MessageDocument.collection).updateOne(
            ["_id": .string(id)],
            ["$set": ["deletedAt": .date(time.date), "changeSequence": .int64(header.sequence ?? 0)]])
        return header
    }
}

extension MessageDocument {
    /// As events carry it.
    func message(in conversation: ConversationReference) -> ChatMessage {
        ChatMessage(
            id: _id, conversation: conversation, ordinal: ordinal, direction: direction, author: author, text: text,
            sentAt: sentAt.map { Timestamp($0) }, observedAt: Timestamp(observedAt), attachments: attachments)
    }
}
