import Mongo
import Shared
import Store

/// Forgets somebody: deletes what this service keeps of a conversation. What a day has cost in all stays, without whose
/// share it was.
enum AIErasure {
    /// Everything of this service's that belongs to one conversation, with the field that holds the conversation's id. A
    /// collection that comes to hold more of one is added here.
    static let collections: [(name: String, field: String)] = [
        (CompletionDocument.collection, "conversation"),
        (UsageDocument.collection, "conversation"),
        (SendWindowDocument.collection, "_id"),
        (SummaryDocument.collection, "conversation"),
        (MinorSignDocument.collection, "_id"),
    ]

    static func part(_ request: ErasureRequested) -> ErasurePart {
        ErasurePart(in: "ai") { transaction in
            try transaction.endBudgetAlerts(of: request.conversation)
            return try collections.reduce(0) { count, place in
                let filter = BSONDocument([(place.field, .string(request.conversation))])
                return count + Int(try transaction.session.collection(place.name).deleteMany(filter))
            }
        }
    }
}
