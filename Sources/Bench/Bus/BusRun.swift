import Messaging
import MessagingAMQP
import Shared
import Synchronization

/// Our half of a pair: typed events, all the way.
struct BusRun: Sendable {
    let bus: TemporaryBus
    let count: Int
    let prefetch: Int
    /// One event of each caller; every caller has a conversation of its own.
    let events: [Event<MessageReceived>]

    /// Encodes and publishes every event and awaits its confirm, with as many callers as there are `events`.
    ///
    /// - Returns: events a second, from the first call to the last confirm.
    func publish() async throws -> Double {
        let turns = Turns(count)
        let began = ContinuousClock.now
        try await withThrowingTaskGroup(of: Void.self) { group in
            for event in events {
                group.addTask {
                    var event = event
                    event.header.sequence = 0
                    while turns.take() {
                        event.header.id = EventID.make()
                        event.header.sequence? += 1
                        try await bus.publisher.publish(Message(event))
                    }
                }
            }
            try await group.waitForAll()
        }
        return Double(count) / (ContinuousClock.now - began).seconds
    }

    /// Takes every event out of the queue, decodes it and has it acknowledged.
    ///
    /// - Returns: events a second, from the first delivery to the last handler's end.
    func consume() async throws -> Double {
        let tally = Tally(expected: count)
        var router = EventRouter()
        router.on(MessageReceived.self) { event, _ in tally.note(event.data.message.text.utf8.count) }
        return try await bus.subscribe(prefetch: prefetch) { [router] delivery in
            tally.begin()
            let outcome = await router.handle(delivery)
            tally.end(outcome)
            return outcome
        } while: {
            try await tally.rate()
        }
    }
}

/// Counts what handlers did, and times it.
private final class Tally: Sendable {
    private struct State {
        var began: ContinuousClock.Instant?
        var bytes = 0
        var ended = 0
        var undone = 0
        var firstUndone: Outcome?
    }

    private let expected: Int
    private let state = Mutex(State())
    private let (done, signal) = AsyncStream.makeStream(of: Double.self)

    init(expected: Int) { self.expected = expected }

    func begin() {
        state.withLock { if $0.began == nil { $0.began = .now } }
    }

    func note(_ bytes: Int) { state.withLock { $0.bytes += bytes } }

    func end(_ outcome: Outcome) {
        state.withLock { state in
            state.ended += 1
            if outcome != .done {
                state.undone += 1
                state.firstUndone = state.firstUndone ?? outcome
            }
            guard state.ended == expected, let began = state.began else { return }
            signal.yield(Double(expected) / (ContinuousClock.now - began).seconds)
            signal.finish()
        }
    }

    func rate() async throws -> Double {
        var rates = done.makeAsyncIterator()
        guard let rate = await rates.next() else { throw CancellationError() }
        let (undone, first) = state.withLock { ($0.undone, $0.firstUndone) }
        if let first { throw BenchFailure("\(undone) events were not handled, the first was \(first)") }
        return rate
    }
}
