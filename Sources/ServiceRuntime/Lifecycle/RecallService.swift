import Logging
import MessagingAMQP
import ServiceLifecycle
import Store

/// Looks every so often whether something was published for this service that neither came nor is on its way, and has it
/// sent again. It finds what a deleted queue held, and what was published while there was no queue.
struct RecallService: Service {
    static let interval = Duration.seconds(30)
    /// What was sent less long ago is on its way.
    static let settled = Duration.seconds(15)

    let store: Store
    let interests: Interests
    let subscriber: BrokerSubscriber
    let ready: StartGate
    let logger: Logger

    func run() async throws {
        do {
            try await cancelWhenGracefulShutdown {
                try await ready.wait()
                while true {
                    try await Task.sleep(for: Self.interval)
                    await look()
                }
            }
        } catch is CancellationError {
            return
        }
    }

    private func look() async {
        // What still waits in a queue is not lost; and a database that is away is told by others.
        guard await subscriber.backlog() == 0,
            let count = try? await store.recallLost(interests, settled: Self.settled), count > 0
        else { return }
        logger.warning(
            "events that never arrived are sent again: was a queue deleted?", metadata: ["count": "\(count)"])
    }
}
