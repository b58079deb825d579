import Foundation
import Testing

@testable import Mongo

@Suite("Collections", .enabled(if: TestServer.uri != nil, TestServer.skipped))
struct CollectionTests {
    struct Person: Codable, Equatable, Sendable {
        var _id: String
        var age: Int
        var born: Date
        var photo: [UInt8]?
        var tags: [String] = []
    }

    static let ada = Person(
        _id: "ada", age: 36, born: Date(timeIntervalSince1970: -4_857_580_800), photo: [1, 2, 0, 255], tags: ["x"])
    static let bob = Person(_id: "bob", age: 20, born: Date(timeIntervalSince1970: 0.5))

    @Test("What is inserted is found as it was, and not found when it is not there")
    func insertAndFind() async throws {
        try await TestServer.withClient { client in
            try await client.run { session in
                let people = session.collection("people")
                try people.insertOne(Self.ada)
                try people.insertOne(Self.bob)
                #expect(try people.findOne(filter: ["_id": "ada"]) == Self.ada)
                #expect(try people.findOne(as: Person.self, filter: ["_id": "eve"]) == nil)
                #expect(try people.find(as: Person.self, sort: ["age": 1], limit: 10) == [Self.bob, Self.ada])
                #expect(try people.find(as: Person.self, sort: ["age": 1], skip: 1, limit: 10) == [Self.ada])
                #expect(try people.find(as: Person.self, filter: ["age": ["$lt": 30]], limit: 10) == [Self.bob])
                let names: [BSONDocument] = try people.find(sort: ["_id": 1], projection: ["_id": 1], limit: 10)
                #expect(names == [["_id": "ada"], ["_id": "bob"]])
                #expect(try people.countDocuments() == 2)
                #expect(try people.countDocuments(["age": ["$gt": 30]]) == 1)
                #expect(try people.countDocuments(limit: 1) == 1)
                #expect(try session.collection("nobody").find(as: Person.self, limit: 1).isEmpty)
            }
        }
    }

    @Test("A limit holds and batches do not matter, for 2,500 documents")
    func limits() async throws {
        try await TestServer.withClient { client in
            try await client.run { session in
                let numbers = session.collection("numbers")
                let documents = (0..<2_500).map { BSONDocument([("_id", .int($0)), ("even", .bool($0 % 2 == 0))]) }
                #expect(try numbers.insertMany(documents) == 2_500)
                #expect(try numbers.insertMany([BSONDocument]()) == 0)
                #expect(
                    try numbers.find(as: BSONDocument.self, sort: ["_id": 1], limit: 2_000, batchSize: 7).count == 2_000
                )
                var seen = 0
                try numbers.forEach(as: BSONDocument.self, filter: ["even": true], sort: ["_id": 1], batchSize: 100) {
                    #expect($0["_id"]?.intValue == seen * 2)
                    seen += 1
                }
                #expect(seen == 1_250)
                let sums: [BSONDocument] = try numbers.aggregate(
                    pipeline: [["$group": ["_id": "$even", "sum": ["$sum": "$_id"]]], ["$sort": ["_id": 1]]], limit: 5)
                #expect(sums.map { $0["sum"]?.intValue } == [1_562_500, 1_561_250])
                #expect(try numbers.aggregate(as: BSONDocument.self, pipeline: [], limit: 3).count == 3)
            }
        }
    }

    @Test("Updates say how many documents they found and changed")
    func updates() async throws {
        try await TestServer.withClient { client in
            try await client.run { session in
                let people = session.collection("people")
                try people.insertMany([Self.ada, Self.bob])
                let one = try people.updateOne(["_id": "ada"], ["$set": ["age": 37]])
                #expect(one.matched == 1 && one.modified == 1 && one.upsertedID == nil)
                let same = try people.updateOne(["_id": "ada"], ["$set": ["age": 37]])
                #expect(same.matched == 1 && same.modified == 0)
                let many = try people.updateMany([:], ["$inc": ["age": 1]])
                #expect(many.matched == 2 && many.modified == 2)
                let manyUpsert = try people.updateMany(["_id": "max"], ["$set": ["age": 1]], upsert: true)
                #expect(manyUpsert.matched == 0 && manyUpsert.modified == 0 && manyUpsert.upsertedID == "max")
                #expect(try people.deleteOne(["_id": "max"]) == 1)
                let upsert = try people.updateOne(["_id": "eve"], ["$setOnInsert": ["age": 1]], upsert: true)
                #expect(upsert.matched == 0 && upsert.upsertedID == "eve")
                var carol = Self.bob
                carol._id = "carol"
                #expect(try people.replaceOne(["_id": "carol"], with: carol).matched == 0)
                #expect(try people.replaceOne(["_id": "carol"], with: carol, upsert: true).upsertedID == "carol")
                carol.tags = ["a", "b"]
                #expect(try people.replaceOne(["_id": "carol"], with: carol).modified == 1)
                try people.updateOne(
                    ["_id": "carol"], ["$set": ["tags.$[t]": "c"]], arrayFilters: [["t": "b"]])
                #expect(try people.findOne(as: Person.self, filter: ["_id": "carol"])?.tags == ["a", "c"])
                #expect(try people.deleteOne(["_id": "eve"]) == 1)
                #expect(try people.deleteOne(["_id": "eve"]) == 0)
                #expect(try people.deleteMany([:]) == 3)
            }
        }
    }

    @Test("Find and update returns the side that was asked for")
    func findAndUpdate() async throws {
        try await TestServer.withClient { client in
            try await client.run { session in
                let counters = session.collection("counters")
                struct Counter: Codable, Equatable {
                    var _id: String
                    var n: Int
                }
                func next(_ side: MongoCollection.Side, upsert: Bool = true) throws -> Counter? {
                    try counters.findOneAndUpdate(
                        filter: ["_id": "c"], update: ["$inc": ["n": 1]], returning: side, upsert: upsert)
                }
                #expect(try next(.after, upsert: false) == nil)
                #expect(try next(.before) == nil)
                #expect(try next(.after) == Counter(_id: "c", n: 2))
                #expect(try next(.before) == Counter(_id: "c", n: 2))
                try counters.insertMany([Counter(_id: "a", n: 10), Counter(_id: "b", n: 20)])
                let largest = try counters.findOneAndUpdate(
                    as: BSONDocument.self, filter: [:], update: ["$set": ["taken": true]], sort: ["n": -1],
                    projection: ["taken": 1])
                #expect(largest == ["_id": "b", "taken": true])
                #expect(try counters.findOneAndDelete(filter: ["_id": "c"]) == Counter(_id: "c", n: 3))
                #expect(try counters.findOneAndDelete(as: Counter.self, filter: ["_id": "c"]) == nil)
            }
        }
    }

    @Test("Another database can be named, and collections listed and dropped")
    func collections() async throws {
        try await TestServer.withClient { client in
            let other = client.databaseName + "_other"
            try await client.run { session in
                defer { try? session.dropDatabase(other) }
                try session.collection("b").insertOne(["_id": 1] as BSONDocument)
                try session.collection("a").insertOne(["_id": 1] as BSONDocument)
                try session.collection("c", in: other).insertOne(["_id": 1] as BSONDocument)
                #expect(try session.listCollections() == ["a", "b"])
                #expect(try session.listCollections(in: other) == ["c"])
                try session.collection("a").drop()
                try session.collection("a").drop()
                #expect(try session.listCollections() == ["b"])
            }
        }
    }

    @Test("A decoding error from the database says where and what")
    func decodingError() async throws {
        try await TestServer.withClient { client in
            let error = await mongoError {
                try await client.run { session in
                    let people = session.collection("people")
                    try people.insertOne(["_id": "x", "age": "old", "born": nil] as BSONDocument)
                    _ = try people.findOne(as: Person.self, filter: [:])
                }
            }
            #expect(error?.code == .decoding)
            #expect(error?.message.contains("age: expected int64, found string") == true)
        }
    }

    @Test("Every operation carries its time limit to the server, and the server keeps it")
    func timeLimits() async throws {
        try await TestServer.withClient(operationTimeout: .milliseconds(7_654)) { client in
            try await client.run { session in
                let things = session.collection("things")
                try things.insertOne(["_id": 1] as BSONDocument)
                try session.runCommand(["profile": 2])
                defer { _ = try? session.runCommand(["profile": 0]) }
                try things.insertMany([["_id": 2], ["_id": 3]] as [BSONDocument])
                try things.updateOne(["_id": 1], ["$set": ["a": 1]])
                try things.deleteOne(["_id": 3])
                _ = try things.find(as: BSONDocument.self, limit: 5)
                _ = try things.countDocuments()
                _ = try things.findOneAndUpdate(as: BSONDocument.self, filter: [:], update: ["$set": ["a": 2]])
                let seen: [BSONDocument] = try session.collection("system.profile").find(
                    filter: ["ns": .string(session.databaseName + ".things")], limit: 100)
                #expect(seen.count >= 6)
                // The profile of a delete shows its statement only, not the command around it with the limit.
                for entry in seen where entry["op"] != "update" && entry["op"] != "remove" {
                    let limit = entry["command"]?.documentValue?["maxTimeMS"]?.intValue
                    #expect(limit == 7_654, "\(entry["op"] ?? "?")")
                }
            }
            let error = await mongoError {
                try await client.run { session in
                    let slow = session.collection("things", maxTime: .milliseconds(50))
                    let wait: BSONDocument = ["$where": "sleep(2000) || true"]
                    _ = try slow.find(as: BSONDocument.self, filter: wait, limit: 1)
                }
            }
            #expect(error?.code == .timeout && error?.serverCode == 50)
        }
    }

    @Test("Writes wait for the journal of a majority, whatever the connection string says")
    func durability() async throws {
        try await TestServer.withClient(options: "w=0&journal=false&readConcernLevel=local") { client in
            try await client.run { session in
                let things = session.collection("things")
                try things.insertOne(["_id": 1] as BSONDocument)
                try session.runCommand(["profile": 2])
                defer { _ = try? session.runCommand(["profile": 0]) }
                try things.insertOne(["_id": 2] as BSONDocument)
                _ = try things.find(as: BSONDocument.self, limit: 1)
                let seen: [BSONDocument] = try session.collection("system.profile").find(
                    filter: ["ns": .string(session.databaseName + ".things")], limit: 10)
                let insert = seen.first { $0["op"] == "insert" }?["command"]?.documentValue
                #expect(insert?["writeConcern"]?.documentValue?["w"] == "majority")
                #expect(insert?["writeConcern"]?.documentValue?["j"] == true)
                #expect(insert?["txnNumber"] != nil, "a write that can be repeated by the library has a number")
                let find = seen.first { $0["op"] == "query" }?["command"]?.documentValue
                #expect(find?["readConcern"]?.documentValue?["level"] == "majority")
            }
        }
    }
}
