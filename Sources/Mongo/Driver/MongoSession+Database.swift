import CMongoC

extension MongoSession {
    /// Makes a collection, or changes the validator of one that is there.
    ///
    /// Documents that are there already are checked only when they change.
    ///
    /// - Parameter validator: what every document must satisfy, as in `["$jsonSchema": ["required": ["_id"]]]`; none
    ///   when `nil`.
    public func ensureCollection(
        _ name: String, validator: BSONDocument? = nil, in database: String? = nil
    ) throws(MongoError) {
        let database = database ?? databaseName
        var rule: BSONDocument = [:]
        if let validator {
            rule = ["validator": .document(validator), "validationLevel": "strict", "validationAction": "error"]
        }
        do {
            try runWriteCommand(BSONDocument([("create", .string(name))]).merging(rule), in: database)
        } catch  where error.serverCode == 48 {
            // NamespaceExists
            guard !rule.isEmpty else { return }
            try runWriteCommand(BSONDocument([("collMod", .string(name))]).merging(rule), in: database)
        }
    }

    /// The names of the collections of a database, in alphabetical order.
    public func listCollections(in database: String? = nil) throws(MongoError) -> [String] {
        try checkOpen()
        guard let handle = mongoc_client_get_database(client, database ?? databaseName) else {
            throw MongoError(.command, "There is no memory for a database.")
        }
        defer { mongoc_database_destroy(handle) }
        var names: [String] = []
        try withCDocument(borrowing: options(["nameOnly": true], maxTime: maxTime)) { options throws(MongoError) in
            let cursor = mongoc_database_find_collections_with_opts(handle, options)
            try read(stealing: cursor) { document throws(MongoError) in
                if let name = try BSONDocument(bytes: document)["name"]?.stringValue { names.append(name) }
            }
        }
        return names.sorted()
    }

    /// Deletes a database with everything in it: for tests and for the command that restores a backup.
    public func dropDatabase(_ database: String? = nil) throws(MongoError) {
        try runWriteCommand(["dropDatabase": 1], in: database ?? databaseName)
    }
}
