import Mongo

import struct FoundationEssentials.Date

extension Store {
    private struct SchemaDocument: Codable {
        static let collection = "schema"
        var _id: String
        var version: Int64
        var preparedAt: Date
    }

    /// Makes the database what this program needs: a replica set, the collections with their validators and indexes.
    ///
    /// Idempotent; several services may do it at once. A database whose schema is newer than this program is refused,
    /// and nothing is changed.
    public func prepare(declaring collections: [CollectionDeclaration]) async throws {
        _ = try await client.requireReplicaSet()
        try await client.run { session in
            let schema = session.collection(SchemaDocument.collection)
            if let stored = try schema.findOne(as: SchemaDocument.self, filter: ["_id": "schema"]),
                stored.version > Schema.version
            {
                throw StoreError.newerSchema(found: Int(stored.version), known: Schema.version)
            }
            for declaration in Schema.shared + collections {
                try session.ensureCollection(declaration.name, validator: declaration.validator)
                if !declaration.indexes.isEmpty {
                    try session.collection(declaration.name).createIndexes(declaration.indexes)
                }
            }
            _ = try schema.updateOne(
                ["_id": "schema"],
                ["$max": ["version": .int64(Int64(Schema.version))], "$set": ["preparedAt": .date(Date())]],
                upsert: true)
        }
    }
}
