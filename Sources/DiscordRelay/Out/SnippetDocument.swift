import Mongo
import Shared
import Store

/// A text that operators use again and again. `_id` is its name, in lower case.
struct SnippetDocument: Codable, Sendable, Equatable {
    static let collection = "discord_snippets"
    static let declaration = CollectionDeclaration(
        collection, required: [("_id", "string"), ("text", "string"), ("by", "object")])
    static let maximumCount = 200

    var _id: String
    var text: String
    var by: Approver
}

extension StoreTransaction {
    func snippet(_ name: String) throws -> SnippetDocument? {
        try session.collection(SnippetDocument.collection).findOne(
            as: SnippetDocument.self, filter: ["_id": .string(name)])
    }

    /// In the order of their names.
    func snippets() throws -> [SnippetDocument] {
        try session.collection(SnippetDocument.collection).find(
            as: SnippetDocument.self, filter: [:], sort: ["_id": 1], limit: SnippetDocument.maximumCount)
    }

    /// In place of the one with this name.
    ///
    /// - Returns: false when there are too many.
    func save(_ snippet: SnippetDocument) throws -> Bool {
        guard try self.snippet(snippet._id) != nil || snippets().count < SnippetDocument.maximumCount else {
            return false
        }
        _ = try session.collection(SnippetDocument.collection).replaceOne(
            ["_id": .string(snippet._id)], with: snippet, upsert: true)
        return true
    }

    /// - Returns: false when there is none with this name.
    func removeSnippet(_ name: String) throws -> Bool {
        try session.collection(SnippetDocument.collection).deleteOne(["_id": .string(name)]) > 0
    }
}
