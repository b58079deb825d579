import Logging
import ServiceLifecycle
import Store

/// Publishes the outbox while the service lives; on shutdown what is pending goes out first, if the broker is there.
struct OutboxService: Service {
    let dispatcher: OutboxDispatcher
    let ready: StartGate
    let drain: Duration
    let logger: Logger

    func run() async throws {
        do {
            try await cancelWhenGracefulShutdown {
                try await ready.wait()
                try await dispatcher.run()
            }
        } catch is CancellationError {
            return
        }
        await flush()
    }

    private func flush() async {
        let isDone = await withTaskGroup(of: Bool.self) { group in
            group.addTask { (try? await dispatcher.flush()) != nil }
            group.addTask {
                try? await Task.sleep(for: drain)
                return false
            }
            let first = await group.next() ?? false
            group.cancelAll()
            return first
        }
        if !isDone { logger.info("events wait in the outbox; they are published at the next start") }
    }
}
