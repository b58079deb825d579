import Mongo
import Shared

/// Wakes the dispatcher for rows that other instances of the service wrote, by a change stream. Only a hint: what it
/// misses is swept.
struct OutboxWatch: Sendable {
    let store: Store

    /// Until the task is cancelled. A stream that breaks is opened again; meanwhile the sweep does its work.
    func run() async {
        let stages: [BSONDocument] = [
            ["$match": ["operationType": "insert", "fullDocument.producer": .string(store.service.rawValue)]],
            // The rows themselves are not needed.
            ["$project": ["_id": 1, "operationType": 1]],
        ]
        var backoff = Backoff.reconnect
        while !Task.isCancelled {
            do {
                try await store.client.watch(OutboxDocument.collection, pipeline: stages) { changes in
                    store.outboxSignal.raise()
                    for try await _ in changes {
                        backoff.reset()
                        store.outboxSignal.raise()
                    }
                }
            } catch {
                // Told by whoever cannot do without the database.
                try? await Task.sleep(for: backoff.next())
            }
        }
    }
}
