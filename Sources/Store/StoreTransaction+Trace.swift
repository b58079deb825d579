import Mongo
import Shared

/// One event of a conversation, for people who ask what happened. It holds no message text.
public struct TracedEvent: Sendable, Equatable {
    public var name: String
    public var id: String
    public var sequence: Int64?
    public var producer: String
    /// Whether the broker has it.
    public var isPublished: Bool
}

extension StoreTransaction {
    /// The latest events of a conversation that are still kept, oldest first.
    public func trace(of conversation: String, limit: Int) throws -> [TracedEvent] {
        try session.collection(OutboxDocument.collection).find(
            as: OutboxDocument.self, filter: ["conversation": .string(conversation)], sort: ["sequence": -1],
            limit: limit
        ).reversed().map { row in
            TracedEvent(
                name: row.name, id: row._id, sequence: row.sequence, producer: row.producer,
                isPublished: row.state == .sent)
        }
    }

    /// How far each service is in a conversation: the sequence of the last event that it handled.
    public func progress(in conversation: String) throws -> [(service: String, done: Int64)] {
        try ServiceName.allCases.compactMap { service in
            let id = ProgressDocument.id(service: service.rawValue, conversation: conversation)
            return try session.collection(ProgressDocument.collection).findOne(
                as: ProgressDocument.self, filter: ["_id": .string(id)]
            ).map { (service.rawValue, $0.done) }
        }
    }
}
