public import Mongo

/// A collection as it has to be: its indexes and what its documents must contain.
public struct CollectionDeclaration: Sendable {
    public var name: String
    public var indexes: [MongoIndex]
    /// Fields that every document has, with their BSON types.
    public var required: [(field: String, bsonType: String)]

    public init(_ name: String, indexes: [MongoIndex] = [], required: [(field: String, bsonType: String)] = []) {
        self.name = name
        self.indexes = indexes
        self.required = required
    }

    var validator: BSONDocument {
        var properties: BSONDocument = [:]
        for (field, type) in required { properties[field] = ["bsonType": .string(type)] }
        return [
            "$jsonSchema": [
                "bsonType": "object", "required": .array(required.map { .string($0.field) }),
                "properties": .document(properties),
            ]
        ]
    }
}
