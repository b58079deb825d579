import Mongo
import Shared

import struct FoundationEssentials.Date

extension Migration {
    /// Order by progress instead of by what was put off, outbox rows that tell what they are, and shared outboxes.
    static let orderByProgress = Migration(number: 2, name: "order by progress, shared outboxes") { session in
        try declare(
            [
                CollectionDeclaration(
                    OutboxDocument.collection,
                    indexes: [
                        MongoIndex(
                            ["producer": 1, "_id": 1], name: "pending",
                            partialFilter: ["state": .string(OutboxDocument.State.pending.rawValue)]),
                        MongoIndex(["conversation": 1, "sequence": 1]),
                        MongoIndex(["sentAt": 1], expireAfter: OutboxDocument.retention),
                    ],
                    required: [("_id", "string"), ("producer", "string"), ("body", "binData"), ("state", "string")]),
                CollectionDeclaration(
                    ProgressDocument.collection, required: [("_id", "string"), ("done", "long")]),
                CollectionDeclaration(
                    GapDocument.collection,
                    indexes: [
                        MongoIndex(["at": 1], expireAfter: .seconds(GapDocument.retentionDays * 86_400)),
                        MongoIndex(["conversation": 1, "sequence": 1]),
                    ],
                    required: [("_id", "string"), ("conversation", "string"), ("at", "date")]),
                CollectionDeclaration(
                    PutOffDocument.collection, indexes: [MongoIndex(["until": 1], expireAfter: .zero)],
                    required: [("_id", "string"), ("until", "date")]),
                CollectionDeclaration(
                    SubscriptionDocument.collection,
                    required: [("_id", "string"), ("interests", "array"), ("recalledTo", "date")]),
                CollectionDeclaration(
                    LeaseDocument.collection,
                    required: [("_id", "string"), ("holder", "string"), ("until", "date"), ("token", "long")]),
                CollectionDeclaration(
                    MemberDocument.collection,
                    indexes: [
                        MongoIndex(["until": 1], expireAfter: .seconds(3_600)), MongoIndex(["group": 1, "until": 1]),
                    ],
                    required: [("_id", "string"), ("group", "string"), ("instance", "string"), ("until", "date")]),
            ], in: session)
        let outbox = session.collection(OutboxDocument.collection)
        try labelPending(outbox)
        // Sent rows without a time would never expire.
        _ = try outbox.updateMany(
            ["state": .string(OutboxDocument.State.sent.rawValue), "sentAt": ["$exists": false]],
            ["$set": ["sentAt": .date(Date())], "$unset": ["expireAt": ""]])
        for old in ["producer_1_state_1__id_1", "expireAt_1"] { try outbox.dropIndex(old) }
        try session.collection("parked").drop()
    }

    /// What is still to be published gets what the first version did not write. Rows that were sent stay without a name:
    /// nobody waits for them.
    private static func labelPending(_ outbox: MongoCollection) throws {
        struct Row: Decodable {
            var _id: String
            var conversation: String
            var body: [UInt8]
        }
        let unlabelled: BSONDocument = [
            "state": .string(OutboxDocument.State.pending.rawValue), "name": ["$exists": false],
        ]
        while true {
            let rows = try outbox.find(as: Row.self, filter: unlabelled, limit: 256)
            guard !rows.isEmpty else { return }
            for row in rows {
                let name = try EventCoding.decodeHeader(from: row.body).name.rawValue
                _ = try outbox.updateOne(
                    ["_id": .string(row._id)],
                    ["$set": ["name": .string(name), "slot": .int32(Int32(OutboxSlot.of(row.conversation)))]])
            }
        }
    }
}
