import Foundation
import Testing

@testable import Mongo

@Suite("The client's life", .enabled(if: TestServer.uri != nil, TestServer.skipped))
struct ClientTests {
    @Test("The test server is a replica set")
    func replicaSet() async throws {
        try await TestServer.withClient { client in
            let name = try await client.requireReplicaSet()
            #expect(!name.isEmpty)
        }
    }

    @Test("A body whose caller was cancelled runs to its end and leaves the client in order")
    func cancellation() async throws {
        try await TestServer.withClient(threads: 1) { client in
            let (began, mayEnd) = (Counter(), Counter())
            let running = Task {
                try await client.run { session in
                    began.raise()
                    try session.stayBusy(until: mayEnd)
                    try session.collection("a").insertOne(["_id": "running"] as BSONDocument)
                }
            }
            try await eventually("began") { began.isRaised }
            let waiting = Task {
                try await client.run { try $0.collection("a").insertOne(["_id": "waiting"] as BSONDocument) }
            }
            running.cancel()
            waiting.cancel()
            await #expect(throws: CancellationError.self) { try await waiting.value }
            mayEnd.raise()
            _ = await running.result
            let left: [BSONDocument] = try await client.run { try $0.collection("a").find(limit: 10) }
            #expect(left == [["_id": "running"]])
        }
    }

    @Test("A client with more callers than places refuses the rest at once, and serves again later")
    func exhausted() async throws {
        try await TestServer.withClient(threads: 2, queueLimit: 3) { client in
            let (running, mayEnd) = (Counter(), Counter())
            try await withThrowingTaskGroup(of: MongoError?.self) { group in
                for _ in 0..<2 {
                    group.addTask {
                        await mongoError {
                            try await client.run { session in
                                running.raise()
                                try session.stayBusy(until: mayEnd)
                            }
                        }
                    }
                }
                try await eventually("both threads are busy") { running.value == 2 }
                for _ in 0..<10 {
                    group.addTask { await mongoError { try await client.run { _ = try $0.runCommand(["ping": 1]) } } }
                }
                for _ in 0..<7 {
                    let refused = try await group.next() ?? nil
                    #expect(refused?.code == .poolExhausted && refused?.isRetriable == true)
                }
                mayEnd.raise()
                for try await result in group { #expect(result == nil) }
            }
            try await client.run { _ = try $0.runCommand(["ping": 1]) }
        }
    }

    @Test("A caller that waited too long for a thread is told so, and its body does not run")
    func waitedTooLong() async throws {
        try await TestServer.withClient(threads: 1, options: "waitQueueTimeoutMS=50") { client in
            let (began, mayEnd, ran) = (Counter(), Counter(), Counter())
            async let holder: Void = client.run { session in
                began.raise()
                try session.stayBusy(until: mayEnd)
            }
            try await eventually("began") { began.isRaised }
            async let late = mongoError { try await client.run { _ in ran.raise() } }
            try await eventually("it waits") { client.waiting == 1 }
            let waits = ContinuousClock.now
            try await eventually("it has waited too long") { ContinuousClock.now - waits > .milliseconds(50) }
            mayEnd.raise()
            #expect(await late?.code == .poolExhausted)
            #expect(!ran.isRaised)
            try await holder
        }
    }

    @Test("Closing waits for bodies that run or wait, and refuses new ones")
    func closeWhileBusy() async throws {
        let uri = try #require(TestServer.uri)
        let client = try MongoClient(uri: uri, appName: "MongoTests", threads: 2, defaultDatabase: "test_none")
        let (running, mayEnd, done) = (Counter(), Counter(), Counter())
        try await withThrowingTaskGroup(of: Void.self) { group in
            for _ in 0..<6 {
                group.addTask {
                    try await client.run { session in
                        running.raise()
                        try session.stayBusy(until: mayEnd)
                        done.raise()
                    }
                }
            }
            try await eventually("both threads are busy") { running.value == 2 }
            async let closed: Void = client.close()
            async let closedToo: Void = client.close()
            try await eventually("closing has begun") { client.isClosed }
            #expect(await mongoError { try await client.run { _ in } }?.code == .closed)
            mayEnd.raise()
            _ = await (closed, closedToo)
            #expect(done.value >= 2)
            do {
                try await group.waitForAll()
            } catch let error as MongoError {
                // A body submitted after the close began; the accepted ones have run.
                #expect(error.code == .closed)
            }
        }
        await client.close()
        #expect(await mongoError { try await client.transaction { _ in } }?.code == .closed)
    }

    @Test("A client that was never used closes")
    func unused() async throws {
        let client = try MongoClient(uri: "mongodb://127.0.0.1:1", appName: "MongoTests", defaultDatabase: "x")
        await client.close()
    }

    @Test("A server that is not there is told within the time of the connection string")
    func noServer() async throws {
        let uri = "mongodb://127.0.0.1:1/x?serverSelectionTimeoutMS=300&connectTimeoutMS=300"
        let client = try MongoClient(uri: uri, appName: "MongoTests")
        let began = ContinuousClock.now
        let error = await mongoError { try await client.requireReplicaSet() }
        // Without the connection string's word the library would look for 5 s.
        #expect(ContinuousClock.now - began < .seconds(4))
        #expect(error?.code == .serverSelection && error?.message.contains("127.0.0.1:1") == true)
        #expect(await mongoError { try await client.transaction { _ in } }?.code == .serverSelection)
        await client.close()
    }

    @Test("A connection string that cannot be used is refused without quoting it")
    func badStrings() throws {
        for bad in [
            "", "http://user:hunter2@host", "mongodb://user:hunter2@", "mongodb://user:hun@ter2@host:99999999/x",
        ] {
            let error = #expect(throws: MongoError.self) {
                try MongoClient(uri: bad, appName: "x", defaultDatabase: "x")
            }
            #expect(error?.code == .configuration && error?.isRetriable == false)
            #expect(error.map { !$0.debugDescription.contains("hun") } == true)
        }
        let nameless = #expect(throws: MongoError.self) { try MongoClient(uri: "mongodb://h", appName: "x") }
        #expect(nameless?.message.contains("names no database") == true)
        let long = String(repeating: "x", count: 129)
        #expect(throws: MongoError.self) { try MongoClient(uri: "mongodb://h/x", appName: long) }
    }

    @Test("A session is of no use after its body has returned")
    func escapedSession() async throws {
        try await TestServer.withClient { client in
            try await client.run { session in
                session.end()
                let collection = session.collection("a")
                let error = #expect(throws: MongoError.self) { try collection.insertOne(["_id": 1] as BSONDocument) }
                #expect(error?.code == .closed)
                #expect(throws: MongoError.self) { try collection.find(as: BSONDocument.self, limit: 1) }
                #expect(throws: MongoError.self) { try session.runCommand(["ping": 1]) }
                #expect(throws: MongoError.self) { try session.listCollections() }
            }
        }
    }
}
