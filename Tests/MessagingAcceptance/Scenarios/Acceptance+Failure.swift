import Messaging
import Shared
import Testing

extension Acceptance {
    private struct Sight: Sendable {
        var delivery: Delivery
        var time: ContinuousClock.Instant
    }

    /// A retry comes back as the next attempt and a wait as the same one, neither earlier than asked, and both as they
    /// were published.
    public static func putsOff(_ broker: some BrokerUnderTest) async throws {
        let subscription = Subscription.sample()
        try await broker.declare(subscription)
        let delay = broker.shortestDelay
        let (retried, waited) = (try makeMessage("retry", 1), try makeMessage("wait", 1))
        let seen = Seen<Sight>()
        try await consuming(subscription, with: broker.makeSubscriber()) { delivery in
            seen.add(Sight(delivery: delivery, time: .now))
            if delivery.attempt > 1 || delivery.deferrals > 0 { return .done }
            return delivery.message.id == retried.id
                ? .retry(after: delay, reason: "down") : .wait(delay, reason: "not its turn")
        } while: {
            try await broker.publisher.publish(retried)
            try await broker.publisher.publish(waited)
            try await expectEventually { seen.count >= 4 }
        }
        #expect(seen.count == 4)
        for (message, counts) in [(retried, [[1, 0], [2, 0]]), (waited, [[1, 0], [1, 1]])] {
            let sights = seen.all.filter { $0.delivery.message.id == message.id }
            #expect(sights.map { [$0.delivery.attempt, $0.delivery.deferrals] } == counts)
            let (first, second) = (try #require(sights.first), try #require(sights.last))
            // Brokers count in milliseconds.
            #expect(second.time - first.time >= delay - .milliseconds(2))
            #expect(second.delivery.message.comparable == message.comparable)
            #expect(second.delivery.queue == first.delivery.queue)
        }
    }

    /// What is given up lies in the dead letters once, with its story and its body as published, and never comes again.
    public static func buries(_ broker: some BrokerUnderTest) async throws {
        let subscription = Subscription.sample()
        try await broker.declare(subscription)
        let (hopeless, stubborn) = (try makeMessage("a", 1), try makeMessage("b", 1))
        let seen = Seen<Delivery>()
        try await consuming(subscription, with: broker.makeSubscriber()) { delivery in
            seen.add(delivery)
            if delivery.message.id == hopeless.id { return .giveUp(reason: "no such thing") }
            return delivery.attempt == 1
                ? .retry(after: broker.shortestDelay, reason: "down") : .giveUp(reason: "still down")
        } while: {
            try await broker.publisher.publish(hopeless)
            try await broker.publisher.publish(stubborn)
            try await expectEventually { seen.count >= 3 }
        }
        let letters = try await broker.takeDeadLetters(of: subscription.service, atLeast: 2)
        #expect(letters.count == 2)
        for (message, reason, attempt) in [(hopeless, "no such thing", 1), (stubborn, "still down", 2)] {
            let letter = try #require(letters.first { $0.id == message.id })
            let delivery = try #require(seen.all.last { $0.message.id == message.id })
            #expect(letter.body == message.body)
            #expect(letter.reason == reason)
            #expect(letter.attempt == attempt)
            #expect(letter.handler == subscription.service.rawValue)
            #expect(letter.queue == delivery.queue)
        }
        #expect(try await broker.waitingCount(of: subscription) == 0)
    }

    /// A consumer that dies with messages in its hands loses none: another instance gets them, marked as redelivered.
    public static func redelivers(_ broker: some CrashableBroker) async throws {
        let subscription = Subscription.sample(partitions: 1, prefetch: 8)
        try await broker.declare(subscription)
        let messages = try (1...30).map { try makeMessage("c\($0 % 10)", $0) }
        for message in messages { try await broker.publisher.publish(message) }
        let (fragile, tear) = try await broker.makeFragileSubscriber()
        let (inHand, gate, seen) = (Seen<Delivery>(), Gate(), Seen<Delivery>())
        try await consuming(subscription, with: fragile) { delivery in
            inHand.add(delivery)
            await gate.pass()
            return .done
        } while: {
            try await expectEventually { inHand.count >= 8 }
            try await consuming(subscription, with: broker.makeSubscriber()) { delivery in
                seen.add(delivery)
                return .done
            } while: {
                tear()
                try await expectEventually { Set(seen.all.map(\.message.id)).count >= messages.count }
            }
            gate.open()
        }
        // Nothing was settled by the one that died, so the other has handled everything, and once.
        expectOnce(messages, in: seen.all.map(\.message.id))
        let torn = Set(inHand.all.prefix(8).map(\.message.id))
        #expect(seen.all.filter { torn.contains($0.message.id) }.allSatisfy { $0.isRedelivered && $0.attempt == 1 })
        #expect(try await broker.waitingCount(of: subscription) == 0)
    }
}
