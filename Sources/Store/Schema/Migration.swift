import Mongo

/// One step of the schema. Steps are numbered, run in order, and never changed once released.
///
/// A step is idempotent and bears being run by several services at once, and by one that crashed half way through it:
/// it creates what is missing and changes what is not yet changed.
struct Migration: Sendable {
    let number: Int
    /// What it does, in a few words, for the record.
    let name: String
    let apply: @Sendable (MongoSession) throws -> Void

    /// Creates or changes collections, with their validators and indexes.
    static func declare(_ collections: [CollectionDeclaration], in session: MongoSession) throws(MongoError) {
        for declaration in collections {
            try session.ensureCollection(declaration.name, validator: declaration.validator)
            if !declaration.indexes.isEmpty {
                try session.collection(declaration.name).createIndexes(declaration.indexes)
            }
        }
    }
}

/// The schema that this program needs.
public enum Schema {
    static let migrations: [Migration] = [.first, .orderByProgress, .forgetting]

    /// The number of the last step. A database that has a higher one belongs to a newer program.
    public static var version: Int { migrations.last?.number ?? 0 }
}
