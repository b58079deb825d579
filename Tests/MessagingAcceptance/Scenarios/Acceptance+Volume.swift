import Messaging
import Shared
import Testing

extension Acceptance {
    /// So many messages arrive, exactly those that were published, each once.
    public static func carries(_ count: Int, _ broker: some BrokerUnderTest) async throws {
        let subscription = Subscription.sample(partitions: 4, prefetch: 500)
        try await broker.declare(subscription)
        let template = try makeMessage("c", 1)
        let publishers = 500
        let received = Tally()
        try await consuming(subscription, with: broker.makeSubscriber()) { delivery in
            received.add(delivery.message.id)
            return .done
        } while: {
            try await withThrowingTaskGroup(of: Void.self) { group in
                for worker in 0..<publishers {
                    group.addTask {
                        var message = template
                        message.conversation = "c\(worker)"
                        for sequence in 0..<count / publishers {
                            message.id = "\(worker)-\(sequence)"
                            message.sequence = Int64(sequence + 1)
                            try await broker.publisher.publish(message)
                        }
                    }
                }
                try await group.waitForAll()
            }
            try await expectEventually(within: .seconds(120)) { received.distinct >= count }
        }
        let counts = received.counts
        #expect(counts.count == count)
        #expect(counts.values.allSatisfy { $0 == 1 })
        let expected = (0..<publishers).flatMap { worker in (0..<count / publishers).map { "\(worker)-\($0)" } }
        #expect(Set(counts.keys) == Set(expected))
        #expect(try await broker.waitingCount(of: subscription) == 0)
    }
}
