import Mongo
import Store

import struct FoundationEssentials.Date

/// That somebody once wrote what makes them seem to be under 18. It outlasts the history that a prompt shows, and goes
/// when the person is forgotten.
struct MinorSignDocument: Codable, Sendable {
    static let collection = "minorSigns"
    static let declaration = CollectionDeclaration(collection, required: [("_id", "string"), ("at", "date")])

    /// The conversation's id.
    var _id: String
    var at: Date
}

extension StoreTransaction {
    func hasMinorSign(in conversation: String) throws -> Bool {
        try session.collection(MinorSignDocument.collection).findOne(
            as: MinorSignDocument.self, filter: ["_id": .string(conversation)]) != nil
    }

    /// Doing it again changes nothing.
    func noteMinorSign(in conversation: String) throws {
        _ = try session.collection(MinorSignDocument.collection).updateOne(
            ["_id": .string(conversation)], ["$setOnInsert": ["at": .date(Date())]], upsert: true)
    }
}
