import Mongo
import Store

/// Which Discord thread belongs to a conversation. `_id` is the conversation's id.
struct ThreadDocument: Codable, Sendable {
    static let collection = "discord_threads"
    static let declaration = CollectionDeclaration(
        collection, indexes: [MongoIndex(["thread": 1])],
        required: [("_id", "string"), ("thread", "string"), ("channel", "string")])

    var _id: String
    var thread: String
    /// The channel it was created in: another DISCORD_CHANNEL_ID makes new threads.
    var channel: String
}

/// Where a draft's card is. `_id` is the draft's id.
struct CardDocument: Codable, Sendable {
    static let collection = "discord_cards"
    static let declaration = CollectionDeclaration(
        collection, indexes: [MongoIndex(["thread": 1])],
        required: [("_id", "string"), ("thread", "string"), ("message", "string")])

    var _id: String
    var thread: String
    var message: String
}
