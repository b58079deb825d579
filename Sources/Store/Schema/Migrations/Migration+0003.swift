import Mongo

extension Migration {
    /// Who is forgotten, and how that went.
    static let forgetting = Migration(number: 3, name: "erasures and tombstones") { session in
        try declare(
            [
                CollectionDeclaration(
                    TombstoneDocument.collection, indexes: [MongoIndex(["at": 1])],
                    required: [("_id", "string"), ("request", "string"), ("at", "date"), ("isOptedOut", "bool")]),
                CollectionDeclaration(
                    ErasureDocument.collection, indexes: [MongoIndex(["completedAt": 1, "at": 1])],
                    required: [("_id", "string"), ("by", "object"), ("at", "date"), ("parts", "object")]),
                CollectionDeclaration(
                    EffectDocument.collection,
                    indexes: [
                        MongoIndex(["service": 1, "state": 1, "attemptedAt": 1]), MongoIndex(["conversation": 1]),
                    ],
                    required: [("_id", "string"), ("service", "string"), ("state", "string")]),
            ], in: session)
    }
}
