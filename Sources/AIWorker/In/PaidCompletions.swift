import Mongo
import Shared
import Store
import Synchronization

import struct FoundationEssentials.Date

/// The AI service as one event uses it: what was paid for is stored before anything is done with it, charged to its
/// day, and taken from there when the event comes again.
final class PaidCompletions: Sendable {
    private let store: Store
    private let service: MeasuredService
    private let event: EventHeader
    private let requests = Mutex(0)

    init(
        of event: EventHeader, in store: Store, budget: Budget, metrics: AIMetrics,
        ask: @escaping @Sendable ([PromptMessage]) async throws -> Completion
    ) {
        self.event = event
        self.store = store
        service = MeasuredService(budget: budget, metrics: metrics, ask: ask)
    }

    /// The answer to the event's next request. The same event makes the same requests in the same order.
    func complete(_ messages: [PromptMessage]) async throws -> Completion {
        let request = requests.withLock { requests in
            requests += 1
            return requests
        }
        let event = event
        if let kept = try await store.read({ try $0.completion(request, of: event) }) { return kept }
        let (completion, usage) = try await service.complete(messages)
        // Whatever ends the task from here on must not lose what was paid for. Neither must the day, which all
        // conversations count on: in a transaction the answers that come at the same time would be each other's
        // conflict. A crash between the two leaves one request uncounted.
        let client = store.client
        try await Task {
            try await client.run { session in
                try session.keep(completion, request: request, of: event)
                try session.charge(usage, to: event.conversation, at: Date())
            }
        }.value
        FailPoint.reach(.aiCompleted)
        return completion
    }
}
