import Messaging
import Shared
import Testing

extension Acceptance {
    /// A subscriber that is cancelled takes nothing new, lets the handler under way finish, and settles its message.
    public static func finishesWhatItBegan(_ broker: some BrokerUnderTest) async throws {
        let subscription = Subscription.sample(partitions: 1, prefetch: 1)
        try await broker.declare(subscription)
        let (first, second) = (try makeMessage("a", 1), try makeMessage("b", 1))
        for message in [first, second] { try await broker.publisher.publish(message) }
        let (begun, ended, gate) = (Seen<String>(), Seen<String>(), Gate())
        let subscriber = try await broker.makeSubscriber()
        let consumer = Task {
            try await subscriber.subscribe(subscription) { delivery in
                begun.add(delivery.message.id)
                await gate.pass()
                ended.add(delivery.message.id)
                return .done
            }
        }
        try await expectEventually { begun.count == 1 }
        consumer.cancel()
        #expect(ended.count == 0)
        gate.open()
        try await consumer.value
        #expect(begun.all == [first.id])
        #expect(ended.all == [first.id])
        try await expectEventually { try await broker.waitingCount(of: subscription) == 1 }
        // The next instance gets what was left, and only that.
        let left = Seen<String>()
        try await consuming(subscription, with: broker.makeSubscriber()) { delivery in
            left.add(delivery.message.id)
            return .done
        } while: {
            try await expectEventually { left.count >= 1 }
        }
        #expect(left.all == [second.id])
    }

    /// Every publish that returned is there, although the publisher was closed in the middle of it all.
    public static func keepsWhatItTook(_ broker: some ClosableBroker) async throws {
        let subscription = Subscription.sample()
        try await broker.declare(subscription)
        let (taken, tried) = (Seen<String>(), Seen<String>())
        await withTaskGroup(of: Void.self) { group in
            for worker in 0..<16 {
                group.addTask {
                    for sequence in 1...100_000 as ClosedRange<Int64> {
                        guard let message = try? makeMessage("c\(worker)", sequence) else { return }
                        tried.add(message.id)
                        do throws(PublishError) {
                            try await broker.publisher.publish(message)
                        } catch {
                            return
                        }
                        taken.add(message.id)
                    }
                }
            }
            _ = try? await eventually { taken.count >= 300 }
            await broker.closePublisher()
        }
        #expect(taken.count >= 300)
        let seen = Seen<String>()
        try await consuming(subscription, with: broker.makeSubscriber()) { delivery in
            seen.add(delivery.message.id)
            return .done
        } while: {
            try await expectEventually { seen.count >= taken.count }
            try await expectEventually { try await broker.waitingCount(of: subscription) == 0 }
        }
        #expect(Set(seen.all).isSuperset(of: taken.all))
        #expect(Set(seen.all).isSubset(of: tried.all))
    }
}
