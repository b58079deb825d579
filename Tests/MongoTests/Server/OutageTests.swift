import Foundation
import Glibc
import Testing

@testable import Mongo

@Suite("Outages", .serialized, .enabled(if: PrivateServer.program != nil, PrivateServer.skipped))
struct OutageTests {
    private static let replicaSet = ["--replSet", "rs0"]

    /// What a transaction of these tests writes: a marker and a sum.
    private static func write(_ marker: String, _ session: MongoSession) throws {
        try session.collection("markers").insertOne(["_id": .string(marker)] as BSONDocument)
        try session.collection("sums").updateOne(["_id": "sum"], ["$inc": ["n": 1]], upsert: true)
    }

    private static func prepare(_ client: MongoClient) async throws {
        try await client.run { session in
            try session.ensureCollection("markers")
            try session.ensureCollection("sums")
        }
    }

    private static func state(_ client: MongoClient) async throws -> [Int] {
        try await client.run { session in
            let sum: BSONDocument? = try session.collection("sums").findOne(filter: ["_id": "sum"])
            return [try session.collection("markers").countDocuments(), sum?["n"]?.intValue ?? 0]
        }
    }

    @Test("A standalone server is told with what to do about it; transactions and streams on it fail as such")
    func standalone() async throws {
        try await PrivateServer.with([]) { server in
            let client = try MongoClient(uri: server.uri(), appName: "test")
            let error = await mongoError { try await client.requireReplicaSet() }
            #expect(error?.code == .standalone && error?.message.contains("--replSet") == true)
            let transaction = await mongoError {
                try await client.transaction { try $0.collection("a").insertOne(["_id": 1] as BSONDocument) }
            }
            #expect(transaction?.code == .standalone)
            #expect(await mongoError { try await client.watch("a") { _ in } }?.code == .standalone)
            await client.close()
        }
    }

    @Test("A replica set that was never begun, and one of another name, are told with what to do about it")
    func notInitiated() async throws {
        try await PrivateServer.with(Self.replicaSet) { server in
            for options in ["", "replicaSet=rs0&serverSelectionTimeoutMS=500"] {
                let client = try MongoClient(uri: server.uri(options), appName: "test")
                let error = await mongoError { try await client.requireReplicaSet() }
                #expect(error?.message.contains("rs.initiate()") == true)
                await client.close()
            }
            try await server.initiate()
            let uri = "mongodb://127.0.0.1:\(server.port)/x?replicaSet=other&serverSelectionTimeoutMS=500"
            let client = try MongoClient(uri: uri, appName: "test")
            let error = await mongoError { try await client.requireReplicaSet() }
            #expect(error?.code == .serverSelection && error?.message.contains("another name") == true)
            await client.close()
        }
    }

    @Test("A member that is still starting has no sessions: a transaction waits for it within its budget")
    func starting() async throws {
        try await PrivateServer.with(Self.replicaSet) { server in
            let client = try MongoClient(uri: server.uri(), appName: "test")
            let short = TransactionBudget(duration: .milliseconds(100))
            let error = await mongoError { try await client.transaction(budget: short) { try Self.write("a", $0) } }
            #expect(error?.code == .transactionAborted && error?.isRetriable == true)
            #expect(error?.message.contains("still starting") == true)
            let long = TransactionBudget(attempts: .max, duration: .seconds(40))
            async let transaction: Void = client.transaction(budget: long) { try Self.write("a", $0) }
            try await server.initiate()
            try await transaction
            #expect(try await Self.state(client) == [1, 1])
            await client.close()
        }
    }

    @Test("A wrong password is told as such, at once")
    func wrongPassword() async throws {
        try await PrivateServer.with(["--auth"]) { server in
            let uri = "mongodb://ada:hunter2@127.0.0.1:\(server.port)/private?authSource=admin"
            let client = try MongoClient(uri: uri, appName: "test")
            let error = await mongoError { try await client.requireReplicaSet() }
            #expect(error?.code == .authentication && error?.isRetriable == false)
            #expect(error.map { !$0.debugDescription.contains("hunter2") } == true)
            await client.close()
        }
    }

    @Test("A server that is frozen at the commit leaves it unknown; afterwards it is all there or nothing is")
    func frozenAtCommit() async throws {
        try await PrivateServer.with(Self.replicaSet) { server in
            try await server.initiate()
            let client = try MongoClient(uri: server.uri("socketTimeoutMS=500"), appName: "test")
            try await Self.prepare(client)
            let process = server.processID
            let began = ContinuousClock.now
            let error = await mongoError {
                try await client.transaction(budget: TransactionBudget(duration: .seconds(2))) { session in
                    try Self.write("a", session)
                    kill(process, SIGSTOP)
                }
            }
            kill(process, SIGCONT)
            #expect(error?.code == .commitUnknown && error?.isRetriable == false)
            #expect(ContinuousClock.now - began < .seconds(20))
            try await eventually("the server answers again") {
                await mongoError { try await Self.state(client) } == nil
            }
            // Still open on the server, it is committed or rolled back when the server has heard all we said; that may be
            // between the two reads of a state.
            try await eventually("it is all there or nothing is") {
                let state = try? await Self.state(client)
                return state == [1, 1] || state == [0, 0]
            }
            await client.close()
        }
    }

    @Test("A server that comes back during the commit has committed once")
    func thawedDuringCommit() async throws {
        try await PrivateServer.with(Self.replicaSet) { server in
            try await server.initiate()
            let client = try MongoClient(uri: server.uri("socketTimeoutMS=500"), appName: "test")
            try await Self.prepare(client)
            let process = server.processID
            let isFrozen = Counter()
            let thaw = Task {
                try await eventually("frozen") { isFrozen.isRaised }
                // Long enough for the first commit to give up.
                try await Task.sleep(for: .seconds(1))
                kill(process, SIGCONT)
            }
            try await client.transaction { session in
                try Self.write("a", session)
                if !isFrozen.isRaised { kill(process, SIGSTOP) }
                isFrozen.raise()
            }
            try await thaw.value
            #expect(try await Self.state(client) == [1, 1])
            await client.close()
        }
    }

    @Test("A server killed before the commit and started again: the whole is done again, once")
    func killedBeforeCommit() async throws {
        try await PrivateServer.with(Self.replicaSet) { server in
            try await server.initiate()
            let client = try MongoClient(uri: server.uri(), appName: "test")
            try await Self.prepare(client)
            let process = server.processID
            let runs = Counter()
            async let transaction: Void = client.transaction(budget: TransactionBudget(duration: .seconds(40))) {
                try Self.write("a", $0)
                if !runs.isRaised { kill(process, SIGKILL) }
                runs.raise()
            }
            try await eventually("killed") { runs.isRaised }
            server.kill()
            try await server.start()
            try await transaction
            #expect(try await Self.state(client) == [1, 1])
            #expect(runs.value >= 2)
            await client.close()
        }
    }

    @Test("A server killed while a body reads is an error that may be tried again, and the client finds it again")
    func killedWhileReading() async throws {
        try await PrivateServer.with(Self.replicaSet) { server in
            try await server.initiate()
            let client = try MongoClient(uri: server.uri("serverSelectionTimeoutMS=500"), appName: "test")
            try await Self.prepare(client)
            server.kill()
            let error = await mongoError { try await Self.state(client) }
            #expect(error?.isRetriable == true)
            try await server.start()
            try await eventually(within: .seconds(20), "the client works again") {
                await mongoError { try await Self.state(client) } == nil
            }
            await client.close()
        }
    }

    @Test("A stream whose server is killed ends with an error, and not later than the time to look for another")
    func killedWhileWatching() async throws {
        try await PrivateServer.with(Self.replicaSet) { server in
            try await server.initiate()
            let client = try MongoClient(uri: server.uri("serverSelectionTimeoutMS=500"), appName: "test")
            try await Self.prepare(client)
            let error = await mongoError {
                try await client.watch("markers") { changes in
                    server.kill()
                    for try await _ in changes {}
                }
            }
            #expect(error?.isRetriable == true)
            await client.close()
        }
    }
}
