import Logging
import Mongo
import ServiceLifecycle
import Shared
import Store

/// Reaches the database, prepares its schema, opens the gate, and closes the client after everything else has ended.
struct DatabaseService: Service {
    static let part = "database"

    let store: Store
    let collections: [CollectionDeclaration]
    let ready: StartGate
    let health: HealthRegistry
    let logger: Logger

    func run() async throws {
        do {
            try await cancelWhenGracefulShutdown { try await prepare() }
            try await gracefulShutdown()
        } catch is CancellationError {
            // Shut down while waiting for the database: nothing was begun.
        }
        await store.client.close()
    }

    private func prepare() async throws {
        var backoff = Backoff.reconnect
        while true {
            do {
                try await store.prepare(declaring: collections)
                health.ready(Self.part)
                ready.open()
                return
            } catch let error as MongoError where !error.isRetriable {
                throw ExitReason("\(error)")
            } catch let error as StoreError {
                throw ExitReason("\(error)")
            } catch {
                if Task.isCancelled { throw CancellationError() }
                if health.failed(Self.part, "\(error)") {
                    logger.error("the database cannot be used", metadata: ["reason": "\(error)"])
                }
                try await Task.sleep(for: backoff.next())
            }
        }
    }
}
