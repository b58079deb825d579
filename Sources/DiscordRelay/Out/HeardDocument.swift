import Mongo
import Shared
import Store

import struct FoundationEssentials.Date

/// A message with the prefix that was dealt with, whatever came of it. `_id` is Discord's id of it.
struct HeardDocument: Codable, Sendable {
    static let collection = "discord_heard"
    /// Longer than anything is looked back for.
    static let retention = Duration.seconds(2 * 86_400)
    static let declaration = CollectionDeclaration(
        collection, indexes: [MongoIndex(["at": 1], expireAfter: retention), MongoIndex(["conversation": 1])],
        required: [("_id", "string"), ("conversation", "string"), ("at", "date")])

    var _id: String
    var conversation: String
    var at: Date
}

/// Until when some relay was told of every message. There is one.
struct ListeningDocument: Codable, Sendable {
    static let collection = "discord_listening"
    static let id = "messages"
    static let declaration = CollectionDeclaration(collection, required: [("_id", "string"), ("until", "date")])

    var _id: String
    var until: Date
}

extension StoreTransaction {
    /// Whether a message was dealt with.
    func hasHeard(_ message: String) throws -> Bool {
        try session.collection(HeardDocument.collection).findOne(
            as: HeardDocument.self, filter: ["_id": .string(message)]) != nil
    }

    /// - Throws: `MongoError` `duplicateKey` when somebody else deals with it in the same moment.
    func noteHeard(_ message: String, of conversation: String) throws {
        try session.collection(HeardDocument.collection).insertOne(
            HeardDocument(_id: message, conversation: conversation, at: Date()))
    }

    /// Nil when nobody listened yet.
    func listenedUntil() throws -> Timestamp? {
        try session.collection(ListeningDocument.collection).findOne(
            as: ListeningDocument.self, filter: ["_id": .string(ListeningDocument.id)]
        ).map { Timestamp($0.until) }
    }

    func noteListened(until moment: Timestamp) throws {
        _ = try session.collection(ListeningDocument.collection).updateOne(
            ["_id": .string(ListeningDocument.id)], ["$max": ["until": .date(moment.date)]], upsert: true)
    }
}
