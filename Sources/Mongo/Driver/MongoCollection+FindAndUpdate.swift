import CMongoC

extension MongoCollection {
    /// Which side of a change is returned.
    public enum Side: Sendable {
        case before
        case after
    }

    /// Changes the first document that the filter finds and returns it, in one step.
    ///
    /// - Parameters:
    ///   - returning: the document as it was, or as it has become.
    ///   - upsert: inserts a document made of filter and update when the filter finds none.
    ///   - sort: which one is the first.
    /// - Returns: `nil` when nothing was found; with `upsert` and `.before` also when a document was inserted.
    @discardableResult
    public func findOneAndUpdate<T: Decodable>(
        as type: T.Type = T.self, filter: BSONDocument, update: BSONDocument, returning side: Side = .after,
        upsert: Bool = false, sort: BSONDocument = [:], projection: BSONDocument = [:]
    ) throws(MongoError) -> T? {
        var flags: UInt32 = 0
        if upsert { flags |= MONGOC_FIND_AND_MODIFY_UPSERT.rawValue }
        if side == .after { flags |= MONGOC_FIND_AND_MODIFY_RETURN_NEW.rawValue }
        return try findAndModify(type, filter, update: update, flags, sort, projection)
    }

    /// Deletes the first document that the filter finds and returns it, in one step.
    @discardableResult
    public func findOneAndDelete<T: Decodable>(
        as type: T.Type = T.self, filter: BSONDocument, sort: BSONDocument = [:]
    ) throws(MongoError) -> T? {
        try findAndModify(type, filter, update: nil, MONGOC_FIND_AND_MODIFY_REMOVE.rawValue, sort, [:])
    }

    private struct Reply<T: Decodable>: Decodable {
        let value: T?
    }

    private func findAndModify<T: Decodable>(
        _ type: T.Type, _ filter: BSONDocument, update: BSONDocument?, _ flags: UInt32, _ sort: BSONDocument,
        _ projection: BSONDocument
    ) throws(MongoError) -> T? {
        guard let opts = mongoc_find_and_modify_opts_new() else {
            throw MongoError(.command, "There is no memory for a command.")
        }
        defer { mongoc_find_and_modify_opts_destroy(opts) }
        mongoc_find_and_modify_opts_set_flags(opts, mongoc_find_and_modify_flags_t(rawValue: flags))
        // Each setter copies what it is given.
        if let update {
            try withCDocument(borrowing: update) { bson in _ = mongoc_find_and_modify_opts_set_update(opts, bson) }
        }
        if !sort.isEmpty {
            try withCDocument(borrowing: sort) { bson in _ = mongoc_find_and_modify_opts_set_sort(opts, bson) }
        }
        if !projection.isEmpty {
            try withCDocument(borrowing: projection) { bson in _ = mongoc_find_and_modify_opts_set_fields(opts, bson) }
        }
        try withCDocument(borrowing: options()) { bson in _ = mongoc_find_and_modify_opts_append(opts, bson) }
        let reply = try withHandle { collection throws(MongoError) in
            try withCDocument(borrowing: filter) { filter throws(MongoError) in
                try session.call { reply, error in
                    mongoc_collection_find_and_modify_with_opts(collection, filter, opts, reply, error)
                }
            }
        }
        return try BSONDecoder().decode(Reply<T>.self, from: reply).value
    }
}
