import Mongo
import Shared
import Store

/// Somebody whose rows in the sheet are still to be emptied. `_id` is the request. It goes when no row is left.
struct SheetErasureDocument: Codable, Sendable, Equatable {
    static let collection = "sheet_erasures"
    static let declaration = CollectionDeclaration(
        collection, required: [("_id", "string"), ("conversation", "string"), ("emptied", "array")])

    var _id: String
    var conversation: String
    /// What was emptied so far, by record id: however often it is done, it counts once.
    var emptied: [String]
}

extension StoreTransaction {
    /// Deletes the rows' documents of a conversation, whichever sheet they were for, and notes that the sheet's own rows
    /// are to be emptied. A row that is being written meanwhile is found there afterwards.
    func beginSheetErasure(_ request: ErasureRequested) throws {
        // A row is called after its message, which is called after its conversation.
        let (first, end) = ("\(request.conversation)#", "\(request.conversation)$")
        _ = try session.collection(RowDocument.collection).deleteMany([
            "_id": ["$gte": .string(first), "$lt": .string(end)]
        ])
        let erasures = session.collection(SheetErasureDocument.collection)
        guard
            try erasures.findOne(as: SheetErasureDocument.self, filter: ["_id": .string(request.request)]) == nil,
            try erasure(request.request)?.parts[ServiceName.sheetsSync.rawValue] == nil
        else { return }
        try erasures.insertOne(
            SheetErasureDocument(_id: request.request, conversation: request.conversation, emptied: []))
    }
}

extension RowStore {
    func nextErasure() async throws -> SheetErasureDocument? {
        try await store.client.run { session in
            try session.collection(SheetErasureDocument.collection).findOne(
                as: SheetErasureDocument.self, filter: [:], sort: ["_id": 1])
        }
    }

    /// Records, before the call, that rows are emptied.
    func noteEmptied(_ rows: [String], for erasure: SheetErasureDocument) async throws {
        try await store.client.run { session in
            _ = try session.collection(SheetErasureDocument.collection).updateOne(
                ["_id": .string(erasure._id)],
                ["$addToSet": ["emptied": ["$each": .array(rows.map { .string($0) })]]])
        }
    }

    /// Records that no row of the person is left, and tells of it.
    func complete(_ erasure: SheetErasureDocument) async throws {
        try await store.write { transaction in
            let erasures = transaction.session.collection(SheetErasureDocument.collection)
            let stored = try erasures.findOne(
                as: SheetErasureDocument.self, filter: ["_id": .string(erasure._id)])
            guard let stored else { return }
            _ = try erasures.deleteOne(["_id": .string(erasure._id)])
            try transaction.completeErasure(
                erasure._id, of: erasure.conversation, in: "sheet", count: stored.emptied.count)
        }
    }

    /// Has rows written again that are not in the sheet any more although nobody asked for that.
    func restore(_ ids: Set<String>) async throws {
        guard !ids.isEmpty else { return }
        let sheet = sheet
        try await store.client.run { session in
            _ = try session.collection(RowDocument.collection).updateMany(
                ["_id": ["$in": .array(ids.map { .string($0) })], "sheet": .string(sheet)],
                [
                    "$set": ["state": .string(RowDocument.State.pending.rawValue)],
                    "$inc": ["version": .int64(1)],
                ])
        }
    }
}
