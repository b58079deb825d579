import Logging
import Messaging
import Mongo
import Shared
import Store

/// A database of a run's own.
enum TemporaryDatabase {
    /// Lends a store in it, prepared as a service does; the database is dropped afterwards.
    static func with<R: Sendable>(
        threads: Int, name: String? = nil, _ body: (Store) async throws -> R
    ) async throws -> R {
        let database = name ?? "bench_\(String(UInt32.random(in: .min ... .max), radix: 36))"
        let client = try MongoClient(
            uri: try Servers.database(), appName: "bench", threads: threads, queueLimit: 100_000,
            defaultDatabase: database)
        let store = Store(service: TemporaryBus.service, client: client)
        let result: Result<R, any Error>
        do {
            try await store.prepare(declaring: [])
            result = .success(try await body(store))
        } catch {
            result = .failure(error)
        }
        try? await client.run { try $0.dropDatabase() }
        await client.close()
        return try result.get()
    }
}

extension Store {
    /// Publishes this store's outbox as long as `body` runs.
    func dispatching<R: Sendable>(
        to publisher: any Messaging.Publisher, while body: () async throws -> R
    ) async throws -> R {
        let dispatcher = OutboxDispatcher(store: self, publisher: publisher, logger: Logger(label: "bench"))
        let running = Task { try await dispatcher.run() }
        let result: Result<R, any Error>
        do {
            result = .success(try await body())
        } catch {
            result = .failure(error)
        }
        running.cancel()
        try await running.value
        return try result.get()
    }
}
