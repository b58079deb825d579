import AMQP
import Foundation
import Messaging
import MessagingAMQP
import Mongo
import Shared
import Store
import Synchronization

/// Everything at once and as fast as it goes: direct publishing, the outbox, and a consumer of both.
final class SoakRun: Sendable {
    /// Direct publishing waits while so many events are on their way: it is faster than consuming.
    static let backlog = 5000

    private struct Counts {
        var published = 0
        var written = 0
        var consumed = 0
    }

    private let bus: TemporaryBus
    private let store: Store
    private let events: [Event<MessageReceived>]
    private let counts = Mutex(Counts())

    init(bus: TemporaryBus, store: Store, size: Int) throws {
        self.bus = bus
        self.store = store
        events = try (0..<256).map { try SampleEvents.received(conversation: $0, size: size) }
    }

    /// - Returns: what was counted and sampled until then.
    func run(for duration: Duration, sampling interval: Duration) async throws -> SoakSummary {
        var router = EventRouter()
        router.on(MessageReceived.self) { [self] _, _ in counts.withLock { $0.consumed += 1 } }
        return try await bus.subscribe(prefetch: 250) { [router] in
            await router.handle($0)
        } while: {
            try await store.dispatching(to: bus.publisher) {
                let deadline = ContinuousClock.now + duration
                return try await withThrowingTaskGroup(of: [SoakSummary.Sample].self) { group in
                    for worker in 0..<200 { group.addTask { try await self.publish(worker, until: deadline) } }
                    for worker in 0..<4 { group.addTask { try await self.write(worker, until: deadline) } }
                    group.addTask { try await self.sample(every: interval, until: deadline) }
                    let samples = try await group.reduce(into: []) { $0 += $1 }
                    let counts = counts.withLock(\.self)
                    return SoakSummary(
                        minutes: duration.seconds / 60, published: counts.published, consumed: counts.consumed,
                        written: counts.written, samples: samples)
                }
            }
        }
    }

    private func publish(_ worker: Int, until deadline: ContinuousClock.Instant) async throws -> [SoakSummary.Sample] {
        var event = events[worker % events.count]
        while ContinuousClock.now < deadline {
            guard counts.withLock({ $0.published + $0.written - $0.consumed }) < Self.backlog else {
                try await Task.sleep(for: .milliseconds(10))
                continue
            }
            event.header.id = EventID.make()
            try await bus.publisher.publish(Message(event))
            counts.withLock { $0.published += 1 }
        }
        return []
    }

    private func write(_ worker: Int, until deadline: ContinuousClock.Instant) async throws -> [SoakSummary.Sample] {
        var next = worker
        while ContinuousClock.now < deadline {
            let data = events[next % events.count].data
            next += 4
            try await store.write { _ = try $0.emit(data, conversation: data.message.conversation) }
            counts.withLock { $0.written += 1 }
        }
        return []
    }

    private func sample(
        every interval: Duration, until deadline: ContinuousClock.Instant
    ) async throws -> [SoakSummary.Sample] {
        var samples: [SoakSummary.Sample] = []
        while ContinuousClock.now < deadline {
            try await Task.sleep(for: interval)
            let depth = try await TemporaryBus.administer { try await $0.queueStatus(bus.queue).messageCount }
            samples.append(
                SoakSummary.Sample(
                    process: try ProcessFigures(of: ProcessInfo.processInfo.processIdentifier), queueDepth: depth))
            // What a week does: sent rows go. A run of hours would fill the disk otherwise.
            try await store.client.run { _ = try $0.collection("outbox").deleteMany(["state": "sent"]) }
            Progress.say(
                "\(samples.count): \(samples[samples.count - 1].process.anonymousBytes.megabytes) MB, \(depth) queued")
        }
        return samples
    }
}
