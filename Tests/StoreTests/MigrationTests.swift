import Foundation
import Mongo
import Shared
import TestSupport
import Testing

@testable import Store

@Suite(.enabled(if: TestDatabase.isThere, "SWITCHBOARD_TEST_MONGODB_URI is not set"))
struct MigrationTests {
    @Test func `migrations are numbered from 1 without holes`() {
        #expect(Schema.migrations.map(\.number) == Array(1...Schema.version))
    }

    @Test func `a newer schema is refused and many may prepare at once`() async throws {
        try await TestDatabase.with(.scraper) { store in
            let client = store.client
            try await client.run { _ = try $0.collection("schema").deleteMany([:]) }
            try await withThrowingTaskGroup(of: Void.self) { group in
                for _ in 0..<6 { group.addTask { try await store.prepare(declaring: []) } }
                try await group.waitForAll()
            }
            try await client.run {
                _ = try $0.collection("schema").updateOne(["_id": "schema"], ["$set": ["version": .int64(99)]])
            }
            await #expect(throws: StoreError.newerSchema(found: 99, known: Schema.version)) {
                try await store.prepare(declaring: [])
            }
        }
    }

    @Test func `a database of the first version is brought up and loses nothing`() async throws {
        try await TestDatabase.with(.scraper) { store in
            let sent = try await store.write { try $0.append(message(1)) }
            let pending = try await store.write { try $0.append(message(2)) }
            // As the first version left it.
            try await store.client.run { session in
                try session.dropDatabaseIndexes()
                let outbox = session.collection(OutboxDocument.collection)
                _ = try outbox.updateMany([:], ["$unset": ["name": "", "slot": ""]])
                _ = try outbox.updateOne(
                    ["_id": .string(sent.id)],
                    ["$set": ["state": "sent", "expireAt": .date(Date().addingTimeInterval(1000))]])
                _ = try session.collection("schema").replaceOne(
                    ["_id": "schema"], with: SchemaDocument(_id: "schema", version: 1, applied: nil))
            }
            try await store.prepare(declaring: [])
            let rows = try await store.client.run { session in
                try session.collection(OutboxDocument.collection).find(
                    as: BSONDocument.self, sort: ["_id": 1], limit: 10)
            }
            #expect(rows.count == 2)
            #expect(rows[0]["sentAt"] != nil && rows[0]["name"] == nil && rows[0]["expireAt"] == nil)
            #expect(rows[1]["_id"] == .string(pending.id))
            #expect(rows[1]["name"] == "chat.message.received")
            #expect(rows[1]["slot"]?.intValue == OutboxSlot.of(anna.id))
        }
    }
}

extension MongoSession {
    fileprivate func dropDatabaseIndexes() throws {
        for name in ["pending", "conversation_1_sequence_1", "sentAt_1"] {
            try collection(OutboxDocument.collection).dropIndex(name)
        }
        try collection(OutboxDocument.collection).createIndexes([
            MongoIndex(["producer": 1, "state": 1, "_id": 1]), MongoIndex(["expireAt": 1], expireAfter: .zero),
        ])
    }
}
