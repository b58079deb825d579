import Mongo

import struct FoundationEssentials.Date

/// How far the schema of a database is.
struct SchemaDocument: Codable, Sendable {
    static let collection = "schema"
    static let id = "schema"

    struct Step: Codable, Sendable {
        var number: Int64
        var name: String
        var at: Date
    }

    var _id: String
    var version: Int64
    /// What was applied to this database, in order; those of several services at once may stand here twice.
    var applied: [Step]?
}

extension Store {
    /// Makes the database what this program needs: a replica set, and every migration that it lacks.
    ///
    /// Several services may do it at once, and one that crashed half way through is no harm: see ``Migration``. A
    /// database whose schema is newer than this program is refused, and nothing is changed.
    ///
    /// - Parameter collections: those that only this service knows.
    /// - Throws: `MongoError` `standalone` when the server is no replica set; ``StoreError/newerSchema(found:known:)``.
    public func prepare(declaring collections: [CollectionDeclaration]) async throws {
        _ = try await client.requireReplicaSet()
        try await client.run { session in
            let schema = session.collection(SchemaDocument.collection)
            let stored = try schema.findOne(as: SchemaDocument.self, filter: ["_id": .string(SchemaDocument.id)])
            let version = Int(stored?.version ?? 0)
            guard version <= Schema.version else {
                throw StoreError.newerSchema(found: version, known: Schema.version)
            }
            for migration in Schema.migrations where migration.number > version {
                try migration.apply(session)
                let step = SchemaDocument.Step(
                    number: Int64(migration.number), name: migration.name, at: Date())
                // $max: another service may be further already.
                _ = try schema.updateOne(
                    ["_id": .string(SchemaDocument.id)],
                    [
                        "$max": ["version": .int64(Int64(migration.number))],
                        "$push": ["applied": .document(try BSONEncoder().encodeDocument(step))],
                    ], upsert: true)
            }
            try Migration.declare(collections, in: session)
        }
    }
}
