public import Messaging
import Mongo
import Shared
import Synchronization

import struct FoundationEssentials.Date

/// The sequence gate kept in MongoDB.
///
/// The outbox keeps every event of a conversation with its sequence and type for a week after it was sent, and a service
/// keeps how far it has come. So the store itself tells which earlier event that concerns the service is open, whatever
/// the broker did: redelivered in another order, spread over another number of queues, or lost with a deleted queue.
/// What should have come and did not is handed out again (``RecallPolicy``).
public struct ProgressGate: OrderGate {
    private let store: Store
    private let interests: Interests

    public init(store: Store, interests: Interests) {
        self.store = store
        self.interests = interests
    }

    public func admit(_ message: Message) async throws -> OrderVerdict {
        guard let sequence = message.sequence, store.progress[message.conversation] < sequence - 1 else { return .turn }
        let (service, conversation) = (store.service.rawValue, message.conversation)
        let concerns = try await interests.filter()
        let first = try await store.client.run { session -> OpenEvent? in
            let progress = try session.collection(ProgressDocument.collection).findOne(
                as: ProgressDocument.self,
                filter: ["_id": .string(ProgressDocument.id(service: service, conversation: conversation))])
            guard (progress?.done ?? 0) < sequence - 1 else { return nil }
            let filter: BSONDocument = [
                "conversation": .string(conversation),
                "sequence": ["$gt": .int64(progress?.done ?? 0), "$lt": .int64(sequence)],
            ]
            return try session.collection(OutboxDocument.collection).find(
                as: OpenEvent.self, filter: filter.merging(concerns), sort: ["sequence": 1],
                projection: OpenEvent.projection, limit: 1
            ).first
        }
        guard let first else {
            store.progress.note(sequence - 1, in: conversation)
            return .turn
        }
        try await store.lookFor(first, in: conversation)
        return .behind(first._id)
    }

    public func putOff(_ message: Message, for delay: Duration) async throws {
        let id = InboxDocument.id(service: store.service.rawValue, event: message.id)
        // Delay queues round up to their levels, and a service that is down comes late.
        let until = Date().addingTimeInterval(Double(delay.components.seconds) * 2 + 60)
        try await store.client.run { session in
            _ = try session.collection(PutOffDocument.collection).updateOne(
                ["_id": .string(id)], ["$set": ["until": .date(until)]], upsert: true)
        }
    }

    public func leaveGap(_ message: Message, reason: String) async throws {
        try await store.leaveGap(message.id, message.sequence, in: message.conversation, reason: reason)
    }
}

/// An event that a service has not settled yet, as far as the gate looks at it.
struct OpenEvent: Decodable, Sendable, Equatable {
    static let projection: BSONDocument = ["sequence": 1, "state": 1, "sentAt": 1, "recalls": 1]

    var _id: String
    var sequence: Int64?
    var state: OutboxDocument.State
    var sentAt: Date?
    var recalls: Int64?
}

extension Store {
    /// Records that those behind an event go on without it. One that no service of ours has emitted holds up nobody: what
    /// a stranger claims of its place changes no progress.
    func leaveGap(_ event: String, _ sequence: Int64?, in conversation: String, reason: String) async throws {
        let service = service.rawValue
        let gap = GapDocument(
            _id: InboxDocument.id(service: service, event: event), service: service, conversation: conversation,
            sequence: sequence, reason: String(reason.prefix(500)), at: Date())
        let isOurs = try await client.transaction { session in
            _ = try session.collection(GapDocument.collection).replaceOne(
                ["_id": .string(gap._id)], with: gap, upsert: true)
            guard let sequence else { return false }
            let own: BSONDocument = [
                "_id": .string(event), "conversation": .string(conversation), "sequence": .int64(sequence),
            ]
            guard
                try session.collection(OutboxDocument.collection).findOne(
                    as: OpenEvent.self, filter: own, projection: OpenEvent.projection) != nil
            else { return false }
            try session.advance(service, in: conversation, to: sequence)
            return true
        }
        if isOurs, let sequence { progress.note(sequence, in: conversation) }
    }
}
