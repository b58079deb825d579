import Foundation
import Synchronization
import Testing

@testable import Mongo

/// The MongoDB that the tests run against: a replica set named by `SWITCHBOARD_TEST_MONGODB_URI`.
enum TestServer {
    static let uri = ProcessInfo.processInfo.environment["SWITCHBOARD_TEST_MONGODB_URI"]
    static let skipped: Comment = "SWITCHBOARD_TEST_MONGODB_URI names no MongoDB replica set"

    /// The connection string with a database and further options in it.
    static func uri(_ uri: String, database: String, options: String = "") throws -> String {
        var parts = try #require(URLComponents(string: uri))
        parts.path = "/\(database)"
        let query = [parts.percentEncodedQuery, options].compactMap { $0 }.filter { !$0.isEmpty }
        parts.percentEncodedQuery = query.isEmpty ? nil : query.joined(separator: "&")
        return try #require(parts.string)
    }

    /// Lends a client with a database of its own, which is deleted afterwards.
    static func withClient<R>(
        threads: Int = 4, queueLimit: Int = 1_000, options: String = "", operationTimeout: Duration = .seconds(10),
        isolation: isolated (any Actor)? = #isolation, _ body: (MongoClient) async throws -> R
    ) async throws -> R {
        let database = "test_\(BSONObjectID(seconds: Int64(Date().timeIntervalSince1970)).hex)"
        let client = try MongoClient(
            uri: uri(try #require(uri), database: database, options: options), appName: "MongoTests", threads: threads,
            queueLimit: queueLimit, operationTimeout: operationTimeout)
        let outcome: Result<R, any Error>
        do {
            outcome = .success(try await body(client))
        } catch {
            outcome = .failure(error)
        }
        await client.close()
        let cleaner = try MongoClient(
            uri: uri(try #require(uri), database: database), appName: "MongoTests", threads: 1)
        try await cleaner.run { try $0.dropDatabase() }
        await cleaner.close()
        return try outcome.get()
    }
}

/// Waits until a condition holds.
func eventually(
    within limit: Duration = .seconds(10), _ what: String, isolation: isolated (any Actor)? = #isolation,
    _ condition: () async throws -> Bool
) async throws {
    let deadline = ContinuousClock.now + limit
    while try await !condition() {
        guard ContinuousClock.now < deadline else {
            Issue.record("not within \(limit): \(what)")
            return
        }
        try await Task.sleep(for: .milliseconds(5))
    }
}

/// The `MongoError` that a body throws.
func mongoError(
    isolation: isolated (any Actor)? = #isolation, _ body: () async throws -> some Any
) async -> MongoError? {
    do {
        _ = try await body()
        return nil
    } catch {
        return error as? MongoError
    }
}

/// A number that bodies on other threads raise and tests look at.
final class Counter: Sendable {
    private let count = Mutex(0)

    var value: Int { count.withLock { $0 } }
    var isRaised: Bool { value > 0 }

    func raise() {
        count.withLock { $0 += 1 }
    }
}

extension MongoSession {
    /// Keeps the thread and the connection busy until somebody raises the counter, for 30 s at most.
    func stayBusy(until end: Counter) throws(MongoError) {
        let deadline = ContinuousClock.now + .seconds(30)
        while !end.isRaised, ContinuousClock.now < deadline { _ = try collection("b").countDocuments() }
    }
}
