import Foundation
import Testing

@testable import Mongo

@Suite("Change streams", .enabled(if: TestServer.uri != nil, TestServer.skipped))
struct ChangeStreamTests {
    /// Half a second is what it takes; a busy machine gets some more.
    private static let patience = Duration.seconds(2)

    private func insert(_ ids: some Sequence<Int>, _ client: MongoClient) async throws {
        let documents = ids.map { BSONDocument([("_id", .int($0))]) }
        try await client.run { session in _ = try session.collection("outbox").insertMany(documents) }
    }

    @Test("An insert is seen within a second of it")
    func insert() async throws {
        try await TestServer.withClient { client in
            try await client.watch("outbox") { changes in
                var iterator = changes.makeAsyncIterator()
                var delays: [Duration] = []
                for number in 0..<5 {
                    try await insert([number], client)
                    let done = ContinuousClock.now
                    let change = try #require(try await iterator.next())
                    delays.append(ContinuousClock.now - done)
                    #expect(change.operation == "insert")
                    #expect(change.documentID == .int(number))
                    #expect(change.fullDocument == ["_id": .int(number)])
                }
                // The machine may be busy with other tests, so the best of five counts.
                #expect(delays.contains { $0 < .seconds(1) })
            }
        }
    }

    @Test("A burst larger than a batch comes in order, none missing, and can be gone on with")
    func burstAndResume() async throws {
        try await TestServer.withClient { client in
            let token: BSONDocument? = try await client.watch("outbox") { changes in
                try await insert(0..<350, client)
                var seen = 0
                for try await change in changes {
                    #expect(change.documentID == .int(seen))
                    seen += 1
                    if seen == 300 { return change.resumeToken }
                }
                return nil
            }
            let place: BSONDocument = try #require(token)
            let resumed = try await client.watch("outbox", resumeAfter: place) { changes in
                var iterator = changes.makeAsyncIterator()
                return try await iterator.next()?.documentID
            }
            #expect(resumed == 300)
        }
    }

    @Test("A pipeline chooses the changes")
    func pipeline() async throws {
        try await TestServer.withClient { client in
            let pipeline: [BSONDocument] = [["$match": ["operationType": "update"]]]
            try await client.watch("outbox", pipeline: pipeline) { changes in
                try await insert([1], client)
                try await client.run { _ = try $0.collection("outbox").updateOne(["_id": 1], ["$set": ["a": 1]]) }
                var iterator = changes.makeAsyncIterator()
                #expect(try await iterator.next()?.operation == "update")
            }
        }
    }

    @Test("Closing the client ends a stream within a second, waited for or not")
    func close() async throws {
        try await TestServer.withClient { client in
            let isOpen = Counter()
            let watching = Task {
                try await client.watch("outbox") { changes in
                    isOpen.raise()
                    for try await _ in changes {}
                }
            }
            try await client.watch("outbox") { changes in
                try await eventually("open") { isOpen.isRaised }
                let began = ContinuousClock.now
                await client.close()
                try await watching.value
                #expect(ContinuousClock.now - began < Self.patience)
                // This one was not being waited for.
                for try await _ in changes { Issue.record("a change of a closed client") }
            }
            #expect(await mongoError { try await client.watch("outbox") { _ in } }?.code == .closed)
        }
    }

    @Test("Four streams end together within a second when the client is closed")
    func closeFour() async throws {
        try await TestServer.withClient { client in
            let isOpen = Counter()
            let watching = (0..<MongoClient.streamLimit).map { _ in
                Task {
                    try await client.watch("outbox") { changes in
                        isOpen.raise()
                        for try await _ in changes {}
                    }
                }
            }
            try await eventually("all are open") { isOpen.value == MongoClient.streamLimit }
            let began = ContinuousClock.now
            await client.close()
            for task in watching { try await task.value }
            #expect(ContinuousClock.now - began < Self.patience)
        }
    }

    @Test("Closing while streams are being opened leaves none behind")
    func closeWhileOpening() async throws {
        for _ in 0..<20 {
            try await TestServer.withClient { client in
                let watching = (0..<MongoClient.streamLimit).map { _ in
                    Task { await mongoError { try await client.watch("outbox") { for try await _ in $0 {} } } }
                }
                await client.close()
                for task in watching {
                    let error = await task.value
                    #expect(error == nil || error?.code == .closed)
                }
            }
        }
    }

    @Test("Cancelling the task ends a stream within a second")
    func cancel() async throws {
        try await TestServer.withClient { client in
            let isOpen = Counter()
            let watching = Task {
                try await client.watch("outbox") { changes in
                    isOpen.raise()
                    for try await _ in changes {}
                }
            }
            try await eventually("open") { isOpen.isRaised }
            let began = ContinuousClock.now
            watching.cancel()
            try await watching.value
            #expect(ContinuousClock.now - began < Self.patience)
        }
    }

    @Test("Four streams at a time, and an ended one makes room")
    func limit() async throws {
        try await TestServer.withClient { client in
            func open(_ more: Int) async throws {
                guard more > 0 else {
                    #expect(await mongoError { try await client.watch("outbox") { _ in } }?.code == .poolExhausted)
                    // The bodies have threads and connections of their own beside the streams'.
                    try await insert([1], client)
                    return
                }
                try await client.watch("outbox") { _ in try await open(more - 1) }
            }
            try await open(MongoClient.streamLimit)
            try await client.watch("outbox") { _ in }
        }
    }

    @Test("A pipeline that the server refuses is an error, and its connection comes back")
    func refused() async throws {
        try await TestServer.withClient { client in
            for _ in 0..<10 {
                let error = await mongoError { try await client.watch("outbox", pipeline: [["$nonsense": 1]]) { _ in } }
                #expect(error?.code == .command)
            }
            try await client.watch("outbox") { _ in }
        }
    }
}
