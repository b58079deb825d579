import Shared
import Synchronization
import Testing

@testable import Messaging

@Suite struct LimitDrainTests {
    @Test func `a shutdown without time left cancels the handlers under way and their messages come again`()
        async throws
    {
        let broker = InMemoryBroker(delayScale: 0.001)
        await broker.declare(.aiWorker, types: [.messageReceived])
        let limitDrain = LimitDrain()
        let begun = Mutex(0)
        // The last attempt of each ends in the dead letters if it counts.
        let stuck: Handler = [limitDrain].wrap { _ in
            begun.withLock { $0 += 1 }
            do { try await Task.sleep(for: .seconds(60)) } catch { return .giveUp(reason: "attempts used up") }
            return .done
        }
        let consumer = Task { try await broker.subscribe(Self.subscription, handler: stuck) }
        for index in 0..<3 { try await broker.publish(makeMessage("c\(index)", 1)) }
        #expect(await eventually { begun.withLock { $0 } == 3 })
        consumer.cancel()
        limitDrain.end()
        try await consumer.value
        #expect(await broker.deadLetters.isEmpty)

        let seen = Seen()
        let next = Task {
            try await broker.subscribe(Self.subscription) { delivery in
                if delivery.attempt == 1 { seen.add(delivery.message.id) }
                return .done
            }
        }
        #expect(await eventually { Set(seen.all).count == 3 })
        next.cancel()
        try await next.value
    }

    @Test func `what is done in spite of the end is done, and nothing begins after it`() async throws {
        let limitDrain = LimitDrain()
        let delivery = Delivery(message: try makeMessage("c", 1), attempt: 1, isRedelivered: false, queue: "q")
        let done: Handler = [limitDrain].wrap { _ in
            limitDrain.end()
            return .done
        }
        let first = await done(delivery)
        #expect(first == .done)
        let second = await done(delivery)
        #expect(second == .wait(.seconds(1), reason: "the service is shutting down"))
    }

    private static let subscription = Subscription(
        service: .aiWorker, types: [.messageReceived], partitions: 1, prefetch: 4)
}
