import Mongo
import Store

import struct FoundationEssentials.Date

/// Which Discord message carries what was told. `_id` is the key of the effect; several effects may share a message.
struct PostDocument: Codable, Sendable {
    static let collection = "discord_posts"
    static let declaration = CollectionDeclaration(
        collection, indexes: [MongoIndex(["message": 1]), MongoIndex(["about": 1]), MongoIndex(["conversation": 1])],
        required: [("_id", "string"), ("conversation", "string"), ("thread", "string"), ("message", "string")])

    var _id: String
    var conversation: String
    var thread: String
    /// Discord's id.
    var message: String
    /// The chat message that it shows, where it shows one.
    var about: String?
}

/// A post of several messages that is on its way: written before it goes out, removed when it is known to be there.
/// `_id` is the key of the first one's effect.
struct PostingDocument: Codable, Sendable {
    static let collection = "discord_posting"
    static let declaration = CollectionDeclaration(
        collection, indexes: [MongoIndex(["effects": 1]), MongoIndex(["conversation": 1])],
        required: [("_id", "string"), ("conversation", "string"), ("effects", "array"), ("content", "string")])

    var _id: String
    var conversation: String
    var effects: [String]
    /// The chat message of each effect.
    var messages: [String]
    /// Of the last one's event.
    var sequence: Int64
    var content: String
    var nonce: String
    /// When it was first tried.
    var at: Date

    init(_ post: SharedPost, in conversation: String, at: Date) {
        _id = post.items[0].effect
        self.conversation = conversation
        effects = post.items.map(\.effect)
        messages = post.items.map(\.message)
        sequence = post.items[post.items.count - 1].sequence
        content = post.content
        nonce = post.nonce
        self.at = at
    }
}

extension StoreTransaction {
    func record(_ post: PostDocument) throws {
        _ = try session.collection(PostDocument.collection).replaceOne(
            ["_id": .string(post._id)], with: post, upsert: true)
    }

    /// The Discord message in which a chat message stands; the first part of a long one.
    func post(about message: String) throws -> PostDocument? {
        try session.collection(PostDocument.collection).findOne(
            as: PostDocument.self, filter: ["about": .string(message)], sort: ["_id": 1])
    }

    /// Those of Discord's messages that are known to carry something.
    func recorded(_ messages: [String]) throws -> Set<String> {
        guard !messages.isEmpty else { return [] }
        return Set(
            try session.collection(PostDocument.collection).find(
                as: PostDocument.self, filter: ["message": ["$in": .array(messages.map { .string($0) })]], limit: 1000
            ).map(\.message))
    }

    func posting(of effect: String) throws -> PostingDocument? {
        try session.collection(PostingDocument.collection).findOne(
            as: PostingDocument.self, filter: ["effects": .string(effect)])
    }

    func insert(_ posting: PostingDocument) throws {
        _ = try session.collection(PostingDocument.collection).replaceOne(
            ["_id": .string(posting._id)], with: posting, upsert: true)
    }

    func remove(_ posting: PostingDocument) throws {
        _ = try session.collection(PostingDocument.collection).deleteOne(["_id": .string(posting._id)])
    }
}
