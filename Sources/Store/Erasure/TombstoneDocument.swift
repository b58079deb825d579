public import Messaging
import Mongo
import Shared

public import struct FoundationEssentials.Date

/// That a conversation is forgotten: what comes of it from a queue, a dead letter or the page makes nothing anew. It
/// stays for ever, and holds no name, no text and no id.
public struct TombstoneDocument: Codable, Sendable, Equatable {
    public static let collection = "tombstones"

    /// ``TextHash`` of the conversation's id, which begins with its platform.
    public var _id: String
    public var request: String
    public var at: Date
    /// They had ended automatic replies, and that outlives them.
    public var isOptedOut: Bool
    /// When it was told that they have written again.
    public var toldAt: Date?
}

extension MongoSession {
    /// Pure but for the look.
    func isForgotten(_ conversation: String) throws(MongoError) -> Bool {
        struct Key: Decodable { var _id: String }
        return try collection(TombstoneDocument.collection).findOne(
            as: Key.self, filter: ["_id": .string(TextHash.of(conversation))], projection: ["_id": 1]) != nil
    }
}

extension StoreTransaction {
    public func isForgotten(_ conversation: String) throws -> Bool { try session.isForgotten(conversation) }

    /// - Parameter hash: ``TextHash`` of a conversation's id.
    public func tombstone(_ hash: String) throws -> TombstoneDocument? {
        try session.collection(TombstoneDocument.collection).findOne(
            as: TombstoneDocument.self, filter: ["_id": .string(hash)])
    }

    /// At most `limit`, those that were set first.
    ///
    /// - Parameter date: those set since then; all when nil.
    public func tombstones(since date: Date?, limit: Int) throws -> [TombstoneDocument] {
        let filter: BSONDocument = date.map { ["at": ["$gte": .date($0)]] } ?? [:]
        return try session.collection(TombstoneDocument.collection).find(
            as: TombstoneDocument.self, filter: filter, sort: ["at": 1, "_id": 1], limit: limit)
    }

    /// Tells, once for each, that somebody who is forgotten has written again.
    ///
    /// - Returns: whether it is news.
    @discardableResult
    public func tellWroteAgain(_ hash: String) throws -> Bool {
        let update = try session.collection(TombstoneDocument.collection).updateOne(
            ["_id": .string(hash), "toldAt": ["$exists": false]], ["$set": ["toldAt": .date(Date())]])
        guard update.matched > 0 else { return false }
        try emit(
            AlertRaised(
                alert: "forgotten-wrote:\(hash.prefix(12))", severity: .warning,
                summary: "Somebody who was forgotten has written again.",
                advice: "Switchboard does not read it: answer on the site."),
            topic: "operations")
        return true
    }
}

/// The tombstones, for the middleware that every event passes.
public struct Tombstones: ForgottenConversations {
    private let store: Store

    public init(store: Store) { self.store = store }

    public func contains(_ conversation: String) async throws -> Bool {
        try await store.client.run { try $0.isForgotten(conversation) }
    }
}
