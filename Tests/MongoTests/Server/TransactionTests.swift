import Foundation
import Testing

@testable import Mongo

@Suite("Transactions", .enabled(if: TestServer.uri != nil, TestServer.skipped))
struct TransactionTests {
    struct Stop: Error {}

    private func counts(_ client: MongoClient) async throws -> [Int] {
        try await client.run { session in
            [try session.collection("a").countDocuments(), try session.collection("b").countDocuments()]
        }
    }

    private func makeCollections(_ client: MongoClient) async throws {
        try await client.run { session in
            try session.ensureCollection("a")
            try session.ensureCollection("b")
        }
    }

    @Test("Everything that a body writes is there afterwards, and its own reads see it before")
    func commit() async throws {
        try await TestServer.withClient { client in
            try await makeCollections(client)
            let seen = try await client.transaction { session in
                try session.collection("a").insertOne(["_id": 1] as BSONDocument)
                try session.collection("b").insertMany([["_id": 1], ["_id": 2]] as [BSONDocument])
                try session.collection("b").updateOne(["_id": 1], ["$set": ["x": 1]])
                try session.collection("b").updateMany([:], ["$set": ["y": 1]])
                try session.collection("b").deleteOne(["_id": 2])
                let x = try session.collection("b").findOneAndUpdate(
                    as: BSONDocument.self, filter: ["_id": 1], update: ["$inc": ["x": 1]])
                return [x?["x"]?.intValue, try session.collection("b").countDocuments()]
            }
            #expect(seen == [2, 1])
            #expect(try await counts(client) == [1, 1])
        }
    }

    @Test("An error of the body's own writes nothing and comes out as it is")
    func abort() async throws {
        try await TestServer.withClient { client in
            try await makeCollections(client)
            await #expect(throws: Stop.self) {
                try await client.transaction { session in
                    try session.collection("a").insertOne(["_id": 1] as BSONDocument)
                    throw Stop()
                }
            }
            #expect(try await counts(client) == [0, 0])
            try await client.transaction { try $0.collection("a").insertOne(["_id": 1] as BSONDocument) }
            #expect(try await counts(client) == [1, 0])
        }
    }

    @Test("Others see nothing of a transaction before its commit")
    func isolation() async throws {
        try await TestServer.withClient { client in
            try await makeCollections(client)
            let (written, mayCommit) = (Counter(), Counter())
            async let transaction: Void = client.transaction { session in
                try session.collection("a").insertOne(["_id": 1] as BSONDocument)
                written.raise()
                try session.stayBusy(until: mayCommit)
            }
            try await eventually("written") { written.isRaised }
            let before = try await counts(client)
            mayCommit.raise()
            try await transaction
            #expect(before == [0, 0])
            #expect(try await counts(client) == [1, 0])
        }
    }

    @Test("A duplicate key is thrown at once, not tried again, and nothing is written")
    func duplicateKey() async throws {
        try await TestServer.withClient { client in
            try await makeCollections(client)
            try await client.run { try $0.collection("a").insertOne(["_id": 1] as BSONDocument) }
            let runs = Counter()
            let error = await mongoError {
                try await client.transaction { session in
                    runs.raise()
                    try session.collection("b").insertOne(["_id": 1] as BSONDocument)
                    try session.collection("a").insertOne(["_id": 1] as BSONDocument)
                }
            }
            #expect(error?.code == .duplicateKey && error?.indexName == "_id_")
            #expect(runs.value == 1)
            #expect(try await counts(client) == [1, 0])
        }
    }

    @Test(
        "A body that catches an operation's error commits nothing: the error is thrown for it",
        arguments: [false, true])
    func swallowed(goesOn: Bool) async throws {
        try await TestServer.withClient { client in
            try await makeCollections(client)
            try await client.run { try $0.collection("a").insertOne(["_id": 1] as BSONDocument) }
            let runs = Counter()
            let error = await mongoError {
                try await client.transaction { session in
                    runs.raise()
                    try? session.collection("a").insertOne(["_id": 1] as BSONDocument)
                    if goesOn { try? session.collection("b").insertOne(["_id": 1] as BSONDocument) }
                }
            }
            #expect(error?.code == .duplicateKey)
            #expect(runs.value == 1)
            #expect(try await counts(client) == [1, 0])
        }
    }

    @Test("Of two failures the first is thrown, unless the body has an error of its own")
    func firstFailure() async throws {
        try await TestServer.withClient { client in
            try await makeCollections(client)
            try await client.run { try $0.collection("a").insertOne(["_id": 1] as BSONDocument) }
            let error = await mongoError {
                try await client.transaction { session in
                    try? session.collection("a").insertOne(["_id": 1] as BSONDocument)
                    try session.collection("b").insertOne(["_id": 1] as BSONDocument)
                }
            }
            #expect(error?.code == .duplicateKey)
            await #expect(throws: Stop.self) {
                try await client.transaction { session in
                    do {
                        try session.collection("a").insertOne(["_id": 1] as BSONDocument)
                    } catch {
                        throw Stop()
                    }
                }
            }
            #expect(try await counts(client) == [1, 0])
        }
    }

    @Test("The inbox's upsert is seen as new once and as known afterwards")
    func inbox() async throws {
        try await TestServer.withClient { client in
            try await makeCollections(client)
            func handle() async throws -> Bool {
                try await client.transaction { session in
                    let marker = try session.collection("a").updateOne(
                        ["_id": "event-1"], ["$setOnInsert": ["at": .date(Date())]], upsert: true)
                    guard marker.upsertedID != nil else { return false }
                    try session.collection("b").updateOne(["_id": "total"], ["$inc": ["n": 1]], upsert: true)
                    return true
                }
            }
            let results = try await withThrowingTaskGroup(of: Bool.self) { group in
                for _ in 0..<8 { group.addTask { try await handle() } }
                return try await group.reduce(into: [Bool]()) { $0.append($1) }
            }
            #expect(results.filter { $0 }.count == 1)
            let total: BSONDocument? = try await client.run { session in
                try session.collection("b").findOne(filter: ["_id": "total"])
            }
            #expect(total?["n"] == 1)
        }
    }

    @Test("50 transactions that change one document at the same time all arrive, once each")
    func storm() async throws {
        try await TestServer.withClient(threads: 8) { client in
            try await makeCollections(client)
            try await client.run { try $0.collection("a").insertOne(["_id": "sum", "n": 0] as BSONDocument) }
            let runs = Counter()
            let budget = TransactionBudget(attempts: 200, duration: .seconds(60))
            try await withThrowingTaskGroup(of: Void.self) { group in
                for number in 0..<50 {
                    group.addTask {
                        try await client.transaction(budget: budget) { session in
                            runs.raise()
                            try session.collection("a").updateOne(["_id": "sum"], ["$inc": ["n": 1]])
                            try session.collection("b").insertOne(["_id": .int(number)] as BSONDocument)
                        }
                    }
                }
                try await group.waitForAll()
            }
            let sum: BSONDocument? = try await client.run { try $0.collection("a").findOne(filter: ["_id": "sum"]) }
            #expect(sum?["n"] == 50)
            #expect(try await counts(client) == [1, 50])
            #expect(runs.value >= 50)
        }
    }

    @Test("A conflict that does not end uses up the budget and says so")
    func budget() async throws {
        try await TestServer.withClient { client in
            try await makeCollections(client)
            try await client.run { try $0.collection("a").insertOne(["_id": 1, "n": 0] as BSONDocument) }
            let (holds, mayEnd, runs) = (Counter(), Counter(), Counter())
            async let holder: Void = client.transaction { session in
                try session.collection("a").updateOne(["_id": 1], ["$inc": ["n": 1]])
                holds.raise()
                try session.stayBusy(until: mayEnd)
            }
            try await eventually("held") { holds.isRaised }
            let error = await mongoError {
                try await client.transaction(budget: TransactionBudget(attempts: 3, firstPause: .milliseconds(1))) {
                    runs.raise()
                    try $0.collection("a").updateOne(["_id": 1], ["$inc": ["n": 1]])
                }
            }
            mayEnd.raise()
            try await holder
            #expect(error?.code == .transactionAborted && error?.serverCode == 112)
            #expect(error?.message.contains("after 3 attempts") == true)
            #expect(error?.isRetriable == true)
            #expect(runs.value == 3)
        }
    }

    @Test("A task cancelled between two attempts stops trying")
    func cancellation() async throws {
        try await TestServer.withClient { client in
            try await makeCollections(client)
            try await client.run { try $0.collection("a").insertOne(["_id": 1, "n": 0] as BSONDocument) }
            let (holds, mayEnd, runs) = (Counter(), Counter(), Counter())
            async let holder: Void = client.transaction { session in
                try session.collection("a").updateOne(["_id": 1], ["$inc": ["n": 1]])
                holds.raise()
                try session.stayBusy(until: mayEnd)
            }
            try await eventually("held") { holds.isRaised }
            let budget = TransactionBudget(
                attempts: 1_000, duration: .seconds(60), firstPause: .seconds(30), longestPause: .seconds(30))
            let waiting = Task {
                try await client.transaction(budget: budget) {
                    runs.raise()
                    try $0.collection("a").updateOne(["_id": 1], ["$inc": ["n": 10]])
                }
            }
            try await eventually("tried once") { runs.value >= 1 }
            waiting.cancel()
            await #expect(throws: CancellationError.self) { try await waiting.value }
            mayEnd.raise()
            try await holder
            let document: BSONDocument? = try await client.run { try $0.collection("a").findOne(filter: ["_id": 1]) }
            #expect(document?["n"] == 1)
        }
    }
}
