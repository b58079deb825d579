import Mongo
import Store

/// How much of a conversation its thread shows. `_id` is the conversation's id.
struct ShownDocument: Codable, Sendable {
    static let collection = "discord_shown"
    static let declaration = CollectionDeclaration(
        collection, required: [("_id", "string"), ("sequence", "long"), ("post", "string")])

    var _id: String
    /// Of the latest event about a message that stands there.
    var sequence: Int64
    /// The post that tells of it.
    var post: String
}

extension StoreTransaction {
    /// The conversation whose thread this is.
    func conversation(ofThread thread: String) throws -> String? {
        try session.collection(ThreadDocument.collection).findOne(
            as: ThreadDocument.self, filter: ["thread": .string(thread)])?._id
    }

    func noteShown(_ sequence: Int64, of conversation: String, as post: String) throws {
        _ = try session.collection(ShownDocument.collection).updateOne(
            ["_id": .string(conversation)],
            ["$max": ["sequence": .int64(sequence)], "$set": ["post": .string(post)]], upsert: true)
    }

    /// Sequence of what stood in the thread when a message or interaction was made; 0 when something came after it that
    /// the person cannot have seen, nil when nothing is known.
    ///
    /// Ids are ordered by time, whoever's they are.
    func shown(of conversation: String, before id: String) throws -> Int64? {
        let document = try session.collection(ShownDocument.collection).findOne(
            as: ShownDocument.self, filter: ["_id": .string(conversation)])
        guard let document, let post = UInt64(document.post), let moment = UInt64(id) else { return nil }
        return post < moment ? document.sequence : 0
    }
}
