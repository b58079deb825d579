import CMongoC

/// A collection as one session sees it. Inside of a transaction everything done here is part of it.
///
/// Documents are values that encode themselves as documents, or ``BSONDocument``. All operations throw ``MongoError``.
public struct MongoCollection {
    let session: MongoSession
    public let database: String
    public let name: String
    let maxTime: Duration

    /// What an update did.
    public struct UpdateResult: Hashable, Sendable {
        /// How many documents the filter found.
        public let matched: Int
        /// How many of them became different.
        public let modified: Int
        /// The `_id` of the document that was inserted because the filter found none.
        public let upsertedID: BSONValue?
    }

    /// Runs one call with the library's own handle of the collection.
    func withHandle<R>(_ body: (OpaquePointer) throws(MongoError) -> R) throws(MongoError) -> R {
        try session.checkOpen()
        guard let handle = mongoc_client_get_collection(session.client, database, name) else {
            throw MongoError(.command, "There is no memory for a collection.")
        }
        defer { mongoc_collection_destroy(handle) }
        return try body(handle)
    }

    func options(_ options: BSONDocument = [:]) -> BSONDocument {
        session.options(options, maxTime: maxTime)
    }
}
