import FoundationEssentials
import Mongo
import Shared
import Store

/// Where a platform's ``SelectorBook`` is kept.
protocol SelectorMemory: Sendable {
    func load() async throws -> SelectorBook?

    /// Changes the book as it is stored at this moment: the service and an operator's command may both do so.
    /// - Parameter change: called again when somebody else was faster.
    @discardableResult
    func update(_ change: @escaping @Sendable (inout SelectorBook) -> Void) async throws -> SelectorBook
}

/// In the database, one document a platform.
struct SelectorStore: SelectorMemory {
    let store: Store
    let platform: String
    let packVersion: Int

    func load() async throws -> SelectorBook? { try await store.read { try load(in: $0) } }

    @discardableResult
    func update(_ change: @escaping @Sendable (inout SelectorBook) -> Void) async throws -> SelectorBook {
        try await store.write { transaction in
            var book = try load(in: transaction) ?? SelectorBook(packVersion: packVersion)
            change(&book)
            try put(book, in: transaction)
            return book
        }
    }

    func load(in transaction: StoreTransaction) throws -> SelectorBook? {
        try transaction.session.collection(SelectorDocument.collection).findOne(
            as: SelectorDocument.self, filter: ["_id": .string(platform)])?.book()
    }

    func put(_ book: SelectorBook, in transaction: StoreTransaction) throws {
        _ = try transaction.session.collection(SelectorDocument.collection).replaceOne(
            ["_id": .string(platform)], with: try SelectorDocument(_id: platform, book), upsert: true)
    }
}

/// A book as it is stored: as JSON, since nothing in it is searched for.
struct SelectorDocument: Codable, Sendable {
    static let collection = "selectors"
    static let declaration = CollectionDeclaration(collection, required: [("_id", "string"), ("json", "string")])

    /// The platform's name.
    var _id: String
    var json: String

    init(_id: String, _ book: SelectorBook) throws {
        self._id = _id
        json = String(decoding: try JSONEncoder().encode(book), as: UTF8.self)
    }

    /// Nil for what another version of this program wrote: it is found again.
    func book() -> SelectorBook? { try? JSONDecoder().decode(SelectorBook.self, from: Data(json.utf8)) }
}
