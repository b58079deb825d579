import Messaging
import MessagingAMQP
import MessagingAcceptance
import Shared
import Testing

/// What takes the whole machine for a while, one after the other.
@Suite(.serialized, .enabled(if: TestBroker.isThere, "SWITCHBOARD_TEST_RABBITMQ_URL is not set"))
struct HeavyAcceptanceTests {
    @Test(.timeLimit(.minutes(5)))
    func `a hundred thousand messages arrive, each once`() async throws {
        try await BrokerOverAMQP.with { try await Acceptance.carries(100_000, $0) }
    }

    @Test(.timeLimit(.minutes(5)), .enabled(if: OwnBroker.isThere, "RabbitMQ is not installed"))
    func `a broker that is killed at a third and at half of the traffic loses nothing`() async throws {
        try await OwnBroker.with { own in
            try await BrokerOverAMQP.with(own.configuration(), isKept: true) { broker in
                try await survivesKills(of: own, broker)
            }
        }
    }

    private func survivesKills(of own: OwnBroker, _ broker: BrokerOverAMQP) async throws {
        let (publishers, each) = (60, 50)
        let subscription = Subscription.sample()
        try await broker.declare(subscription)
        try await own.remembers((0..<2).map { broker.names.queue(of: subscription.service, partition: $0) })
        let published = Tally()
        let received = Tally()
        try await consuming(subscription, with: broker.makeSubscriber()) { delivery in
            received.add(delivery.message.id)
            return .done
        } while: {
            try await withThrowingTaskGroup(of: Void.self) { group in
                for worker in 0..<publishers {
                    group.addTask {
                        for sequence in 1...Int64(each) {
                            let message = try makeMessage("c\(worker)", sequence)
                            let tries = try await publishUntilTaken(message, by: broker.publisher)
                            published.add(message.id, times: tries)
                        }
                    }
                }
                group.addTask {
                    for part in [3, 2] {
                        let goal = publishers * each / part
                        try await expectEventually(within: .seconds(120)) { published.distinct >= goal }
                        try await own.kill()
                        try await own.start()
                    }
                }
                try await group.waitForAll()
            }
            let count = published.distinct
            #expect(count == publishers * each)
            try await expectEventually(within: .seconds(120)) { received.distinct >= count }
        }
        let (sent, arrived) = (published.counts, received.counts)
        #expect(Set(arrived.keys) == Set(sent.keys))
        // Some were under way at each kill: published a second time, or delivered a second time.
        let repeated = arrived.values.reduce(0) { $0 + $1 - 1 }
        let republished = sent.values.filter { $0 > 1 }.count
        #expect(republished > 0)
        #expect(repeated <= sent.count)
    }
}
