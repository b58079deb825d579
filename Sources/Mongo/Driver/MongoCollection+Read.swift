import CMongoC

extension MongoCollection {
    /// The first document that the filter finds, or `nil`.
    ///
    /// - Throws: `decoding` when the document does not have the shape of `T`.
    public func findOne<T: Decodable>(
        as type: T.Type = T.self, filter: BSONDocument, sort: BSONDocument = [:], projection: BSONDocument = [:]
    ) throws(MongoError) -> T? {
        try find(as: type, filter: filter, sort: sort, projection: projection, limit: 1).first
    }

    /// The documents that the filter finds.
    ///
    /// - Parameters:
    ///   - limit: the most documents returned, at least 1; all of them are in memory at once.
    ///   - batchSize: how many the server sends at a time; its own choice when `nil`.
    public func find<T: Decodable>(
        as type: T.Type = T.self, filter: BSONDocument = [:], sort: BSONDocument = [:], projection: BSONDocument = [:],
        skip: Int = 0, limit: Int, batchSize: Int? = nil
    ) throws(MongoError) -> [T] {
        precondition(limit > 0, "A find needs a limit of at least 1; the server takes 0 as no limit.")
        var options: BSONDocument = ["limit": .int(limit)]
        if skip > 0 { options.append("skip", .int(skip)) }
        var result: [T] = []
        try cursor(filter, sort, projection, batchSize, options) { document throws(MongoError) in
            result.append(try BSONDecoder().decode(type, from: document))
        }
        return result
    }

    /// Hands each document that the filter finds to the body, one at a time, however many there are. It ends early by
    /// throwing.
    ///
    /// The server adds up the time it takes for all of them: give the collection a `maxTime` that is enough.
    ///
    /// - Parameter batchSize: how many the server sends at a time.
    public func forEach<T: Decodable>(
        as type: T.Type = T.self, filter: BSONDocument = [:], sort: BSONDocument = [:], projection: BSONDocument = [:],
        batchSize: Int = 100, _ body: (T) throws(MongoError) -> Void
    ) throws(MongoError) {
        try cursor(filter, sort, projection, batchSize, [:]) { document throws(MongoError) in
            try body(try BSONDecoder().decode(type, from: document))
        }
    }

    /// How many documents the filter finds.
    ///
    /// - Parameter limit: counts no further than this, which is faster when only "how many, up to 100" is asked.
    public func countDocuments(_ filter: BSONDocument = [:], limit: Int? = nil) throws(MongoError) -> Int {
        let options = options(limit.map { ["limit": .int($0)] } ?? [:])
        var count: Int64 = 0
        try withHandle { collection throws(MongoError) in
            try withCDocument(borrowing: filter) { filter throws(MongoError) in
                try withCDocument(borrowing: options) { options throws(MongoError) in
                    _ = try session.call { reply, error in
                        count = mongoc_collection_count_documents(collection, filter, options, nil, reply, error)
                        return count >= 0
                    }
                }
            }
        }
        return Int(count)
    }

    /// The documents that a pipeline makes.
    ///
    /// - Parameter limit: the most documents returned, at least 1.
    public func aggregate<T: Decodable>(
        as type: T.Type = T.self, pipeline: [BSONDocument], limit: Int
    ) throws(MongoError) -> [T] {
        precondition(limit > 0, "An aggregation needs a limit of at least 1.")
        let stages = pipeline + [["$limit": .int(limit)]]
        let pipeline = BSONDocument(stages.enumerated().map { ("\($0)", .document($1)) })
        var result: [T] = []
        try withHandle { collection throws(MongoError) in
            try withCDocument(borrowing: pipeline) { pipeline throws(MongoError) in
                try withCDocument(borrowing: options()) { options throws(MongoError) in
                    let cursor = mongoc_collection_aggregate(collection, MONGOC_QUERY_NONE, pipeline, options, nil)
                    try session.read(stealing: cursor) { document throws(MongoError) in
                        result.append(try BSONDecoder().decode(type, from: document))
                    }
                }
            }
        }
        return result
    }

    private func cursor(
        _ filter: BSONDocument, _ sort: BSONDocument, _ projection: BSONDocument, _ batchSize: Int?,
        _ options: BSONDocument, _ body: ([UInt8]) throws(MongoError) -> Void
    ) throws(MongoError) {
        var options = options
        if !sort.isEmpty { options.append("sort", .document(sort)) }
        if !projection.isEmpty { options.append("projection", .document(projection)) }
        if let batchSize { options.append("batchSize", .int(batchSize)) }
        let all = self.options(options)
        try withHandle { collection throws(MongoError) in
            try withCDocument(borrowing: filter) { filter throws(MongoError) in
                try withCDocument(borrowing: all) { options throws(MongoError) in
                    let cursor = mongoc_collection_find_with_opts(collection, filter, options, nil)
                    try session.read(stealing: cursor, body)
                }
            }
        }
    }
}

extension MongoSession {
    /// Reads a cursor to its end and destroys it.
    func read(
        stealing cursor: OpaquePointer?, _ body: ([UInt8]) throws(MongoError) -> Void
    ) throws(MongoError) {
        guard let cursor else { throw MongoError(.command, "There is no memory for a cursor.") }
        defer { mongoc_cursor_destroy(cursor) }
        var document: OpaquePointer?
        while mongoc_cursor_next(cursor, &document) {
            guard let document else { break }
            try body(documentBytes(copying: document))
        }
        var error = bson_error_t()
        var reply: OpaquePointer?
        if mongoc_cursor_error_document(cursor, &error, &reply) {
            throw failed(MongoError(error, reply: reply.map { documentBytes(copying: $0) } ?? []))
        }
    }
}
