public import Messaging
import Mongo
import Shared

import struct FoundationEssentials.Date

/// The order gate kept in MongoDB: which messages of a service are put off.
public struct ParkingGate: OrderGate {
    private let store: Store

    public init(store: Store) { self.store = store }

    public func mustWait(_ message: Message) async throws -> Bool {
        guard let sequence = message.sequence else { return false }
        let service = store.service.rawValue
        return try await store.client.run { session in
            try session.collection(ParkedDocument.collection).findOne(
                as: ParkedDocument.self,
                filter: [
                    "service": .string(service), "conversation": .string(message.conversation),
                    "sequence": ["$lt": .int64(sequence)],
                ]) != nil
        }
    }

    public func park(_ message: Message) async throws {
        guard let sequence = message.sequence else { return }
        let service = store.service.rawValue
        let now = Date()
        let parked = ParkedDocument(
            _id: InboxDocument.id(service: service, event: message.id), service: service,
            conversation: message.conversation, sequence: sequence, parkedAt: now,
            // Long after the last retry: a purged queue must not hold a conversation for ever.
            expireAt: now.addingTimeInterval(7 * 86_400))
        try await store.client.run { session in
            _ = try session.collection(ParkedDocument.collection).replaceOne(
                ["_id": .string(parked._id)], with: parked, upsert: true)
        }
    }

    public func release(_ message: Message) async throws {
        let id = InboxDocument.id(service: store.service.rawValue, event: message.id)
        try await store.client.run { session in
            _ = try session.collection(ParkedDocument.collection).deleteOne(["_id": .string(id)])
        }
    }
}
