import Mongo
public import Shared

/// An event as it lies in the outbox, sent or not.
public struct StoredEvent: Decodable, Sendable {
    static let projection: BSONDocument = ["name": 1, "body": 1]

    /// The event's name.
    public let name: String
    /// The event, byte for byte as it is published.
    public let body: [UInt8]
}

extension Store {
    /// What is already stored behind an event in its conversation, in order: it will come to whoever subscribes to it, and
    /// may be on its way.
    ///
    /// - Returns: at most `limit` events of any type, none for an event without a sequence.
    public func following(_ event: EventHeader, limit: Int) async throws -> [StoredEvent] {
        guard let sequence = event.sequence else { return [] }
        let filter: BSONDocument = ["conversation": .string(event.conversation), "sequence": ["$gt": .int64(sequence)]]
        return try await client.run { session in
            try session.collection(OutboxDocument.collection).find(
                as: StoredEvent.self, filter: filter, sort: ["sequence": 1], projection: StoredEvent.projection,
                limit: limit)
        }
    }
}
