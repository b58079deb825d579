public import Mongo
public import Shared

import struct FoundationEssentials.Date

/// What can be done within one unit of work. Not Sendable: it cannot leave the database thread it lives on.
public final class StoreTransaction {
    /// For collections that only one service knows.
    public let session: MongoSession
    let service: ServiceName
    let cause: EventHeader?

    init(session: MongoSession, service: ServiceName, cause: EventHeader?) {
        self.session = session
        self.service = service
        self.cause = cause
    }

    /// Writes an event to the outbox; it is published after the commit, by this service's dispatcher.
    ///
    /// - Parameters:
    ///   - conversation: what order is kept within. A conversation's events are numbered.
    ///   - cause: the event that led to this one; by default the one being handled.
    ///   - origin: when the message that began the chain appeared; by default the cause's.
    @discardableResult
    public func emit<Payload: EventPayload>(
        _ payload: Payload, conversation: ConversationReference, causedBy cause: EventHeader? = nil,
        origin: Timestamp? = nil
    ) throws -> EventHeader {
        let sequence = try takeSequences(1, of: conversation)
        return try insert([row(payload, key: conversation.id, sequence: sequence, cause: cause, origin: origin)])[0]
    }

    /// Writes an event that belongs to no conversation, such as a session's; it carries no sequence.
    @discardableResult
    public func emit<Payload: EventPayload>(_ payload: Payload, topic: String) throws -> EventHeader {
        try insert([row(payload, key: topic, sequence: nil, cause: nil, origin: nil)])[0]
    }

    /// An event that is not written yet.
    struct Row {
        let header: EventHeader
        let document: OutboxDocument
    }

    func row<Payload: EventPayload>(
        _ payload: Payload, key: String, sequence: Int64?, cause: EventHeader? = nil, origin: Timestamp?
    ) throws -> Row {
        let cause = cause ?? self.cause
        let header = EventHeader(
            id: EventID.make(), source: service.source, name: Payload.name, time: .now, conversation: key,
            sequence: sequence, causation: cause?.id, origin: origin ?? cause?.origin,
            trace: cause?.trace.child() ?? .start())
        return Row(
            header: header,
            document: OutboxDocument(
                header, producer: service, body: try EventCoding.encode(Event(header: header, data: payload))))
    }

    /// Writes events to the outbox, at once: a conversation read for the first time has hundreds.
    func insert(_ rows: [Row]) throws -> [EventHeader] {
        try session.collection(OutboxDocument.collection).insertMany(rows.map(\.document))
        return rows.map(\.header)
    }

    /// Takes the next sequence numbers of a conversation.
    ///
    /// - Returns: the first of them.
    /// - Throws: ``StoreError/forgotten`` when the conversation's person is: it is not begun anew.
    func takeSequences(_ count: Int64, of conversation: ConversationReference) throws -> Int64 {
        let updated = try session.collection(ConversationDocument.collection).findOneAndUpdate(
            as: ConversationDocument.self, filter: ["_id": .string(conversation.id)],
            update: [
                "$inc": ["lastSequence": .int64(count)],
                "$set": ["updatedAt": .date(Date())],
                "$setOnInsert": [
                    "name": .string(conversation.name), "lastMessageSequence": .int64(0), "lastOrdinal": .int64(0),
                ],
            ], upsert: true)
        guard let updated else { throw StoreError.missing("the conversation was deleted while it was written to") }
        // One that goes on has its document, which is gone with the person.
        if updated.lastSequence == count, try session.isForgotten(conversation.id) { throw StoreError.forgotten }
        return updated.lastSequence - count + 1
    }
}
