/// An index that a collection should have.
public struct MongoIndex: Hashable, Sendable {
    /// The fields in their order: 1 for ascending, −1 for descending.
    public var keys: BSONDocument
    /// The server's own convention when not given: `field_1_other_-1`.
    public var name: String
    /// No two documents may have the same key; the second is refused as `duplicateKey`.
    public var isUnique: Bool
    /// Documents are deleted this long after the date in the (single) field, in whole seconds. The server looks once a
    /// minute, so it may be minutes later; a document without the field is never deleted.
    public var expireAfter: Duration?
    /// Only documents that satisfy this are in the index.
    public var partialFilter: BSONDocument?

    public init(
        _ keys: BSONDocument, name: String? = nil, unique: Bool = false, expireAfter: Duration? = nil,
        partialFilter: BSONDocument? = nil
    ) {
        self.keys = keys
        self.name = name ?? keys.map { "\($0.key)_\(Self.word($0.value))" }.joined(separator: "_")
        self.isUnique = unique
        self.expireAfter = expireAfter
        self.partialFilter = partialFilter
    }

    var specification: BSONDocument {
        var result: BSONDocument = ["key": .document(keys), "name": .string(name)]
        if isUnique { result.append("unique", true) }
        if let expireAfter { result.append("expireAfterSeconds", .int64(expireAfter.components.seconds)) }
        if let partialFilter { result.append("partialFilterExpression", .document(partialFilter)) }
        return result
    }

    /// A direction, or the kind of index, as in `text`.
    private static func word(_ value: BSONValue) -> String {
        value.intValue.map { "\($0)" } ?? value.stringValue ?? "1"
    }
}

extension MongoCollection {
    /// Makes the indexes that are not there yet; those that are cost nothing. The collection is made if there is none.
    ///
    /// - Throws: `command` with server code 85 or 86 when an index of the same name or keys has other options: drop it
    ///   first.
    public func createIndexes(_ indexes: [MongoIndex]) throws(MongoError) {
        guard !indexes.isEmpty else { return }
        let command: BSONDocument = [
            "createIndexes": .string(name), "indexes": .array(indexes.map { .document($0.specification) }),
            "maxTimeMS": .int64(maxTime.milliseconds),
        ]
        try session.runWriteCommand(command, in: database)
    }

    /// Removes an index. It is no error when there is none.
    public func dropIndex(_ indexName: String) throws(MongoError) {
        do {
            try session.runWriteCommand(["dropIndexes": .string(name), "index": .string(indexName)], in: database)
        } catch  where error.serverCode == 27 || error.serverCode == 26 {
            // IndexNotFound, NamespaceNotFound
        }
    }
}
