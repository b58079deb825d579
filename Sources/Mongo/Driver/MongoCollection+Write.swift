import CMongoC

extension MongoCollection {
    /// Inserts one document. One without an `_id` gets an identifier from the library.
    ///
    /// - Throws: `duplicateKey` when the `_id` or another unique key is there already.
    public func insertOne(_ document: some Encodable) throws(MongoError) {
        let bytes = try BSONEncoder().encode(document)
        _ = try write(options(), bytes) { collection, document, options, reply, error in
            mongoc_collection_insert_one(collection, document, options, reply, error)
        }
    }

    /// Inserts documents, in order; the first that fails ends it. Outside of a transaction those before it stay.
    ///
    /// - Returns: how many were inserted: all.
    @discardableResult
    public func insertMany(_ documents: [some Encodable]) throws(MongoError) -> Int {
        guard !documents.isEmpty else { return 0 }
        let encoder = BSONEncoder()
        var encoded: [[UInt8]] = []
        encoded.reserveCapacity(documents.count)
        for document in documents { encoded.append(try encoder.encode(document)) }
        let reply = try withHandle { collection throws(MongoError) in
            try withCDocuments(borrowing: encoded) { pointers throws(MongoError) in
                try withCDocument(borrowing: options()) { options throws(MongoError) in
                    try session.call { reply, error in
                        mongoc_collection_insert_many(collection, pointers, encoded.count, options, reply, error)
                    }
                }
            }
        }
        return try count("insertedCount", reply)
    }

    /// Changes the first document that the filter finds.
    ///
    /// The library sends it a second time when the connection breaks, and the server does it once; it has no way to
    /// send a time limit with that, so an update that waits for another writer ends with the connection's
    /// `socketTimeoutMS`.
    ///
    /// - Parameters:
    ///   - update: operators such as `["$set": ["name": "Ada"]]`.
    ///   - upsert: inserts a document made of filter and update when the filter finds none.
    ///   - arrayFilters: which elements the `$[name]` of the update stand for.
    @discardableResult
    public func updateOne(
        _ filter: BSONDocument, _ update: BSONDocument, upsert: Bool = false, arrayFilters: [BSONDocument] = []
    ) throws(MongoError) -> UpdateResult {
        let options = session.options(updateOptions(upsert: upsert, arrayFilters: arrayFilters))
        return try write(options, filter, try update.encoded()) { collection, filter, update, options, reply, error in
            mongoc_collection_update_one(collection, filter, update, options, reply, error)
        }
    }

    /// Changes all documents that the filter finds. Outside of a transaction it is not one step: others may see it half
    /// done.
    @discardableResult
    public func updateMany(
        _ filter: BSONDocument, _ update: BSONDocument, upsert: Bool = false, arrayFilters: [BSONDocument] = []
    ) throws(MongoError) -> UpdateResult {
        var statement: BSONDocument = ["q": .document(filter), "u": .document(update), "multi": true]
        for element in updateOptions(upsert: upsert, arrayFilters: arrayFilters) {
            statement.append(element.key, element.value)
        }
        // As a command, because the library's own function cannot carry the time limit, and would not repeat it either.
        let reply = try session.runWriteCommand(
            [
                "update": .string(name), "updates": [.document(statement)],
                "maxTimeMS": .int64(max(1, maxTime.milliseconds)),
            ], in: database)
        let upserted = reply["upserted"]?.arrayValue?.first?.documentValue
        return UpdateResult(
            matched: (reply["n"]?.intValue ?? 0) - (upserted == nil ? 0 : 1),
            modified: reply["nModified"]?.intValue ?? 0, upsertedID: upserted?["_id"])
    }

    /// Puts a whole document in place of the first that the filter finds.
    @discardableResult
    public func replaceOne(
        _ filter: BSONDocument, with replacement: some Encodable, upsert: Bool = false
    ) throws(MongoError) -> UpdateResult {
        let bytes = try BSONEncoder().encode(replacement)
        let options = session.options(updateOptions(upsert: upsert, arrayFilters: []))
        return try write(options, filter, bytes) { collection, filter, replacement, options, reply, error in
            mongoc_collection_replace_one(collection, filter, replacement, options, reply, error)
        }
    }

    /// Deletes the first document that the filter finds.
    ///
    /// - Returns: how many were deleted: 0 or 1.
    @discardableResult
    public func deleteOne(_ filter: BSONDocument) throws(MongoError) -> Int {
        let reply = try write(options(), try filter.encoded()) { collection, filter, options, reply, error in
            mongoc_collection_delete_one(collection, filter, options, reply, error)
        }
        return try count("deletedCount", reply)
    }

    /// Deletes all documents that the filter finds.
    ///
    /// - Returns: how many were deleted.
    @discardableResult
    public func deleteMany(_ filter: BSONDocument) throws(MongoError) -> Int {
        let reply = try write(options(), try filter.encoded()) { collection, filter, options, reply, error in
            mongoc_collection_delete_many(collection, filter, options, reply, error)
        }
        return try count("deletedCount", reply)
    }

    /// Deletes the collection with its indexes. It is no error when there is none.
    public func drop() throws(MongoError) {
        do {
            try session.runWriteCommand(["drop": .string(name)], in: database)
        } catch  where error.serverCode == 26 {
            // NamespaceNotFound
        }
    }
}

extension MongoCollection {
    private typealias Error = UnsafeMutablePointer<bson_error_t>

    private func updateOptions(upsert: Bool, arrayFilters: [BSONDocument]) -> BSONDocument {
        var options = BSONDocument()
        if upsert { options.append("upsert", true) }
        if !arrayFilters.isEmpty { options.append("arrayFilters", .array(arrayFilters.map { .document($0) })) }
        return options
    }

    /// A call that takes one document.
    private func write(
        _ options: BSONDocument, _ document: [UInt8],
        _ body: (OpaquePointer, OpaquePointer, OpaquePointer, OpaquePointer, Error) -> Bool
    ) throws(MongoError) -> [UInt8] {
        try withHandle { collection throws(MongoError) in
            try withCDocument(borrowing: document) { document throws(MongoError) in
                try withCDocument(borrowing: options) { options throws(MongoError) in
                    try session.call { reply, error in body(collection, document, options, reply, error) }
                }
            }
        }
    }

    /// A call that takes a filter and a change.
    private func write(
        _ options: BSONDocument, _ filter: BSONDocument, _ change: [UInt8],
        _ body: (OpaquePointer, OpaquePointer, OpaquePointer, OpaquePointer, OpaquePointer, Error) -> Bool
    ) throws(MongoError) -> UpdateResult {
        let reply = try withHandle { collection throws(MongoError) in
            try withCDocument(borrowing: filter) { filter throws(MongoError) in
                try withCDocument(borrowing: change) { change throws(MongoError) in
                    try withCDocument(borrowing: options) { options throws(MongoError) in
                        try session.call { reply, error in body(collection, filter, change, options, reply, error) }
                    }
                }
            }
        }
        let document = try BSONDocument(bytes: reply)
        return UpdateResult(
            matched: document["matchedCount"]?.intValue ?? 0, modified: document["modifiedCount"]?.intValue ?? 0,
            upsertedID: document["upsertedId"])
    }

    private func count(_ key: String, _ reply: [UInt8]) throws(MongoError) -> Int {
        try BSONDocument(bytes: reply)[key]?.intValue ?? 0
    }
}
