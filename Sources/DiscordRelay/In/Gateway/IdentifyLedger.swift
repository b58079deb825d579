import Mongo
import Store

import struct FoundationEssentials.Date

/// The Identify calls of the past day, kept in the database: a restart forgets none.
struct IdentifyLedger: Sendable {
    let store: Store

    /// Writes a call down that is about to be made, unless it is too early for one.
    ///
    /// - Returns: how long to wait and ask again; nil when the call may be made.
    func take(_ limit: GatewayBot.StartLimit) async throws -> Duration? {
        try await store.write { transaction in
            let collection = transaction.session.collection(IdentifyDocument.collection)
            let filter: BSONDocument = ["_id": .string(IdentifyDocument.id)]
            let stored = try collection.findOne(as: IdentifyDocument.self, filter: filter)
            let now = Date()
            var budget = IdentifyBudget(stored?.times ?? [], at: now)
            let wait = budget.wait(at: now, limit: limit)
            guard wait <= 0 else { return .milliseconds(Int64((wait * 1000).rounded(.up))) }
            budget.record(at: now)
            _ = try collection.replaceOne(
                filter, with: IdentifyDocument(_id: IdentifyDocument.id, times: budget.times), upsert: true)
            return nil
        }
    }
}

/// There is one.
struct IdentifyDocument: Codable, Sendable {
    static let collection = "discord_identifies"
    static let id = "identify"
    static let declaration = CollectionDeclaration(collection, required: [("_id", "string"), ("times", "array")])

    var _id: String
    var times: [Date]
}
