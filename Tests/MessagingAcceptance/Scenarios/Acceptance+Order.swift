import Messaging
import Shared
import Testing

extension Acceptance {
    /// Each conversation is handled one message at a time and in order, however slow its handlers are, while other
    /// conversations go on.
    public static func keepsOrder(_ broker: some BrokerUnderTest) async throws {
        let subscription = Subscription.sample(prefetch: 32)
        try await broker.declare(subscription)
        let conversations = (0..<60).map { "c\($0)" }
        let messages = Seen<Message>()
        let seen = Seen<String>()
        let all = Gauge()
        let gauges = Dictionary(uniqueKeysWithValues: conversations.map { ($0, Gauge()) })
        try await consuming(subscription, with: broker.makeSubscriber()) { delivery in
            all.enter()
            gauges[delivery.message.conversation]?.enter()
            // Slower for earlier messages, so that anything let past them would show.
            try? await Task.sleep(for: .milliseconds(10 - (delivery.message.sequence ?? 0)))
            seen.add(delivery.message.id)
            gauges[delivery.message.conversation]?.leave()
            all.leave()
            return .done
        } while: {
            try await withThrowingTaskGroup(of: Void.self) { group in
                for conversation in conversations {
                    group.addTask {
                        for sequence in 1...10 as ClosedRange<Int64> {
                            let message = try makeMessage(conversation, sequence)
                            messages.add(message)
                            try await broker.publisher.publish(message)
                        }
                    }
                }
                try await group.waitForAll()
            }
            try await expectEventually { seen.count >= conversations.count * 10 }
        }
        expectOnce(messages.all, in: seen.all)
        expectOrder(messages.all, in: seen.all)
        #expect(gauges.values.allSatisfy { $0.most == 1 })
        #expect(all.most > 1)
    }

    /// No more handlers run at a time than the prefetch allows, and as many do.
    public static func boundsHandlers(_ broker: some BrokerUnderTest) async throws {
        let subscription = Subscription.sample(partitions: 1, prefetch: 3)
        try await broker.declare(subscription)
        for index in 0..<12 { try await broker.publisher.publish(makeMessage("c\(index)", 1)) }
        let (gauge, gate, seen) = (Gauge(), Gate(), Seen<String>())
        try await consuming(subscription, with: broker.makeSubscriber()) { delivery in
            if gauge.enter() == 3 { gate.open() }
            await gate.pass()
            // A fourth one would have its chance to come in.
            for _ in 0..<100 { await Task.yield() }
            gauge.leave()
            seen.add(delivery.message.id)
            return .done
        } while: {
            try await expectEventually { seen.count >= 12 }
        }
        #expect(gauge.most == 3)
        #expect(seen.count == 12)
    }
}
