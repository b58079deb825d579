import Foundation
import Messaging
import Mongo
import Shared
import Store

/// One handler as the ai-worker's, and its writes alone.
struct HandlerRun: Sendable {
    let store: Store
    let router: EventRouter

    init(store: Store) {
        self.store = store
        var router = EventRouter()
        router.on(MessageReceived.self, in: store) { event, _ in
            let message = event.data.message
            let draft = ReplyDrafted(
                draft: event.id, conversation: message.conversation, text: message.text, textHash: "hash",
                answers: event.header.sequence ?? 0, message: message.id, model: "bench", held: nil)
            return Consequences { _ = try $0.offer(draft) }
        }
        self.router = router
    }

    /// A delivery with a typed event: decoded, marked as handled, its conversation counted on, a draft stored, an event
    /// put into the outbox, the progress noted; all in one transaction.
    func handle(_ event: Event<MessageReceived>) async throws {
        var event = event
        event.header.id = EventID.make()
        let delivery = Delivery(message: try Message(event), attempt: 1, isRedelivered: false, queue: "bench")
        let outcome = await router.handle(delivery)
        guard outcome == .done else { throw BenchFailure("a handler ended with \(outcome)") }
    }

    /// The same five writes in a transaction, of documents as large, and nothing else.
    func write(_ event: Event<MessageReceived>) async throws {
        let id = EventID.make()
        let conversation = event.conversation
        let text = event.data.message.text
        let body = try EventCoding.encode(event)
        try await store.client.transaction { session in
            let now = Date()
            let inbox: BSONDocument = ["_id": .string(id), "handledAt": .date(now), "expireAt": .date(now)]
            try session.collection("inbox").insertOne(inbox)
            _ = try session.collection("conversations").findOneAndUpdate(
                as: BSONDocument.self, filter: ["_id": .string(conversation)],
                update: [
                    "$inc": ["lastSequence": .int64(1)], "$set": ["updatedAt": .date(now)],
                    "$setOnInsert": [
                        "name": .string(conversation), "lastMessageSequence": .int64(0), "lastOrdinal": .int64(0),
                    ],
                ], upsert: true)
            let outbox: BSONDocument = [
                "_id": .string(id), "producer": "raw", "conversation": .string(conversation), "sequence": .int64(1),
                "body": .binary(BSONBinary(body)), "state": "pending", "createdAt": .date(now),
            ]
            try session.collection("outbox").insertOne(outbox)
            let draft: BSONDocument = [
                "_id": .string(id), "conversation": .string(conversation), "text": .string(text), "textHash": "hash",
                "answers": .int64(1), "message": .string(id), "model": "bench", "state": "offered",
                "createdAt": .date(now), "changedAt": .date(now),
            ]
            try session.collection("drafts").insertOne(draft)
            try session.collection("progress").updateOne(
                ["_id": .string("raw:\(conversation)")], ["$max": ["done": .int64(1)]], upsert: true)
        }
    }
}
