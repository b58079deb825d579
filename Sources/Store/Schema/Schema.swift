import Mongo

/// The collections every service shares. Each service adds those that only it knows.
public enum Schema {
    /// Raised when stored documents change in a way that older programs cannot read.
    public static let version = 1

    static let shared: [CollectionDeclaration] = [
        CollectionDeclaration(
            ConversationDocument.collection, indexes: [MongoIndex(["updatedAt": -1])],
            required: [
                ("_id", "string"), ("name", "string"), ("lastSequence", "long"), ("lastMessageSequence", "long"),
                ("lastOrdinal", "long"),
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
            indexes: [
                MongoIndex(["producer": 1, "state": 1, "_id": 1]),
                MongoIndex(["expireAt": 1], expireAfter: .zero),
            ],
            required: [("_id", "string"), ("producer", "string"), ("body", "binData"), ("state", "string")]),
        CollectionDeclaration(
            InboxDocument.collection, indexes: [MongoIndex(["expireAt": 1], expireAfter: .zero)],
            required: [("_id", "string"), ("expireAt", "date")]),
        CollectionDeclaration(
            ParkedDocument.collection,
            indexes: [
                MongoIndex(["service": 1, "conversation": 1, "sequence": 1]),
                MongoIndex(["expireAt": 1], expireAfter: .zero),
            ],
            required: [("_id", "string"), ("service", "string"), ("sequence", "long")]),
        CollectionDeclaration(
            EffectDocument.collection,
            indexes: [MongoIndex(["service": 1, "state": 1, "attemptedAt": 1])],
            required: [("_id", "string"), ("service", "string"), ("state", "string")]),
    ]
}
