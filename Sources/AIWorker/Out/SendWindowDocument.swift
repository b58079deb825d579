import Mongo
import Shared
import Store

import struct FoundationEssentials.Date

/// When automatic messages were sent in a conversation, or in all. Every automatic send writes it, so that two at once
/// conflict in the database and no cap is passed.
struct SendWindowDocument: Codable, Sendable {
    static let collection = "automaticSends"
    static let declaration = CollectionDeclaration(collection, required: [("_id", "string"), ("times", "array")])

    /// The conversation's id, or ``all``.
    var _id: String
    var times: [Date]

    /// No conversation's id: those have a platform before a colon.
    static let all = "all"
}

extension StoreTransaction {
    func sendWindow(_ id: String) throws -> SendWindow {
        let document = try session.collection(SendWindowDocument.collection).findOne(
            as: SendWindowDocument.self, filter: ["_id": .string(id)])
        return SendWindow(times: document?.times ?? [])
    }

    func store(_ window: SendWindow, as id: String) throws {
        _ = try session.collection(SendWindowDocument.collection).replaceOne(
            ["_id": .string(id)], with: SendWindowDocument(_id: id, times: window.times), upsert: true)
    }
}
