import CMongoC

extension MongoSession {
    /// Makes a collection, or changes the validator of one that is there.
    ///
    /// One that is there and has this validator costs a look: changing a collection waits for every transaction that
    /// uses it, those of processes that are gone included, and everybody else then waits behind it. Documents that are there already are checked only when they change.
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
        if let found = try collectionOptions(name, in: database) {
            guard rule.contains(where: { found[$0.key] != $0.value }) else { return }
        }
        do {
            try runWriteCommand(BSONDocument([("create", .string(name))]).merging(rule), in: database)
        } catch  where error.serverCode == 48 {
            // NamespaceExists
            guard !rule.isEmpty else { return }
            try runWriteCommand(BSONDocument([("collMod", .string(name))]).merging(rule), in: database)
        }
    }

    /// How a collection was made; nil when there is none.
    private func collectionOptions(_ name: String, in database: String) throws(MongoError) -> BSONDocument? {
        let answer = try runCommand(
            [
                "listCollections": 1, "filter": ["name": .string(name)],
                "maxTimeMS": .int64(max(1, maxTime.milliseconds)),
            ],
            in: database)
        let batch = answer["cursor"]?.documentValue?["firstBatch"]?.arrayValue
        return batch?.first?.documentValue?["options"]?.documentValue
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
