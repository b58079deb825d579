import Foundation
import Testing

@testable import Mongo

@Suite("Indexes and validators", .enabled(if: TestServer.uri != nil, TestServer.skipped))
struct RuleTests {
    @Test("Indexes are made once, with their options")
    func indexes() async throws {
        try await TestServer.withClient { client in
            try await client.run { session in
                let people = session.collection("people")
                let indexes = [
                    MongoIndex(["email": 1, "age": -1], unique: true),
                    MongoIndex(["expireAt": 1], expireAfter: .zero),
                    MongoIndex(["seq": 1], name: "open_by_seq", partialFilter: ["open": true]),
                ]
                try people.createIndexes(indexes)
                try people.createIndexes(indexes)
                try people.createIndexes([])
                let listed = try session.runCommand(["listIndexes": "people"])["cursor"]?.documentValue?["firstBatch"]
                let byName = Dictionary(
                    uniqueKeysWithValues: (listed?.arrayValue ?? []).compactMap(\.documentValue).map {
                        ($0["name"]?.stringValue ?? "", $0)
                    })
                #expect(Set(byName.keys) == ["_id_", "email_1_age_-1", "expireAt_1", "open_by_seq"])
                #expect(byName["email_1_age_-1"]?["unique"] == true)
                #expect(byName["expireAt_1"]?["expireAfterSeconds"]?.intValue == 0)
                #expect(byName["open_by_seq"]?["partialFilterExpression"] == ["open": true])
                try people.dropIndex("open_by_seq")
                try people.dropIndex("open_by_seq")
            }
            let error = await mongoError {
                try await client.run { session in
                    try session.collection("people").createIndexes([
                        MongoIndex(["expireAt": 1], expireAfter: .seconds(5))
                    ])
                }
            }
            #expect(error?.code == .command && error?.serverCode == 85)
        }
    }

    @Test("A second document with a unique key is a duplicate, told with the index and without the value")
    func duplicates() async throws {
        try await TestServer.withClient { client in
            let error = await mongoError {
                try await client.run { session in
                    let people = session.collection("people")
                    try people.createIndexes([MongoIndex(["email": 1], unique: true)])
                    try people.insertOne(["_id": 1, "email": "private@example.com"] as BSONDocument)
                    try people.insertOne(["_id": 2, "email": "private@example.com"] as BSONDocument)
                }
            }
            #expect(error?.code == .duplicateKey && error?.serverCode == 11000)
            #expect(error?.indexName == "email_1")
            #expect(error.map { !$0.debugDescription.contains("private") } == true)

            let many = await mongoError {
                try await client.run { session in
                    try session.collection("numbers").insertMany(
                        [["_id": 1], ["_id": 2], ["_id": 1]] as [BSONDocument])
                }
            }
            #expect(many?.code == .duplicateKey && many?.indexName == "_id_")

            let update = await mongoError {
                try await client.run { session in
                    let people = session.collection("people")
                    try people.insertOne(["_id": 3, "email": "other"] as BSONDocument)
                    try people.findOneAndUpdate(
                        as: BSONDocument.self, filter: ["_id": 3], update: ["$set": ["email": "private@example.com"]])
                }
            }
            #expect(update?.code == .duplicateKey && update?.indexName == "email_1")

            let updateMany = await mongoError {
                try await client.run { session in
                    try session.collection("people").updateMany([:], ["$set": ["email": "private@example.com"]])
                }
            }
            #expect(updateMany?.code == .duplicateKey && updateMany?.indexName == "email_1")
        }
    }

    @Test("A validator refuses what it does not like, and can be changed")
    func validators() async throws {
        try await TestServer.withClient { client in
            func insert(_ document: BSONDocument) async -> MongoError? {
                await mongoError { try await client.run { try $0.collection("people").insertOne(document) } }
            }
            try await client.run { session in
                try session.ensureCollection("people", validator: ["$jsonSchema": ["required": ["name"]]])
            }
            let error = await insert(["_id": 1, "secret": "private"])
            #expect(error?.code == .validation && error?.serverCode == 121)
            #expect(error.map { !$0.debugDescription.contains("private") } == true)
            #expect(await insert(["_id": 1, "name": "Ada"]) == nil)
            try await client.run { session in
                try session.ensureCollection("people", validator: ["$jsonSchema": ["required": ["age"]]])
                try session.ensureCollection("people")
            }
            #expect(await insert(["_id": 2, "name": "Bob"])?.code == .validation)
            #expect(await insert(["_id": 2, "age": 3]) == nil)
        }
    }

    @Test("A command that the server refuses is told with its code, and without what it quotes")
    func refused() async throws {
        try await TestServer.withClient { client in
            let error = await mongoError {
                try await client.run { session in
                    try session.collection("a").insertOne(["_id": "private", "n": "words"] as BSONDocument)
                    try session.collection("a").updateOne(["_id": "private"], ["$inc": ["n": 1]])
                }
            }
            #expect(error?.code == .command && error?.serverCode == 14)
            #expect(error?.message.contains("$inc") == true)
            #expect(error.map { !$0.debugDescription.contains("private") } == true)
        }
    }

    @Test("A document over 16 MiB is refused before it is sent")
    func tooLarge() async throws {
        try await TestServer.withClient { client in
            let error = await mongoError {
                try await client.run { session in
                    let text = BSONValue.string(String(repeating: "x", count: BSONLimits.documentSize))
                    try session.collection("a").insertOne(["_id": 1, "t": text] as BSONDocument)
                }
            }
            #expect(error?.code == .tooLarge)
            let grown = await mongoError {
                try await client.run { session in
                    let text = BSONValue.string(String(repeating: "x", count: 9 * 1_024 * 1_024))
                    try session.collection("a").insertOne(["_id": 1, "t": text] as BSONDocument)
                    try session.collection("a").updateOne(["_id": 1], ["$set": ["u": text]])
                }
            }
            #expect(grown?.code == .tooLarge)
        }
    }
}
