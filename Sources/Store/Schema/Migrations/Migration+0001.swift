import Mongo

extension Migration {
    /// The collections that every service shares.
    static let first = Migration(number: 1, name: "collections of the first version") { session in
        try declare(
            [
                CollectionDeclaration(
                    ConversationDocument.collection, indexes: [MongoIndex(["updatedAt": -1])],
                    required: [
                        ("_id", "string"), ("name", "string"), ("lastSequence", "long"),
                        ("lastMessageSequence", "long"), ("lastOrdinal", "long"),
                    ]),
                CollectionDeclaration(
                    MessageDocument.collection,
                    indexes: [MongoIndex(["conversation": 1, "ordinal": -1], unique: true)],
                    required: [
                        ("_id", "string"), ("conversation", "string"), ("ordinal", "long"), ("direction", "string"),
                        ("text", "string"), ("observedAt", "date"),
                    ]),
                CollectionDeclaration(
                    DraftDocument.collection,
                    indexes: [MongoIndex(["conversation": 1, "state": 1, "createdAt": 1])],
                    required: [
                        ("_id", "string"), ("conversation", "string"), ("text", "string"), ("textHash", "string"),
                        ("answers", "long"), ("state", "string"),
                    ]),
                CollectionDeclaration(
                    OutboxDocument.collection,
                    required: [("_id", "string"), ("producer", "string"), ("body", "binData"), ("state", "string")]),
                CollectionDeclaration(
                    InboxDocument.collection, indexes: [MongoIndex(["expireAt": 1], expireAfter: .zero)],
                    required: [("_id", "string"), ("expireAt", "date")]),
                CollectionDeclaration(
                    EffectDocument.collection,
                    indexes: [MongoIndex(["service": 1, "state": 1, "attemptedAt": 1])],
                    required: [("_id", "string"), ("service", "string"), ("state", "string")]),
            ], in: session)
    }
}
