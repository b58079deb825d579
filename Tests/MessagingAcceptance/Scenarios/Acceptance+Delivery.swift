import Messaging
import Shared
import Testing

extension Acceptance {
    /// What is published reaches a subscriber once, with all its attributes.
    public static func delivers(_ broker: some BrokerUnderTest) async throws {
        let subscription = Subscription.sample()
        try await broker.declare(subscription)
        let messages = try (1...20).map { try makeMessage("c\($0 % 4)", $0) }
        for message in messages { try await broker.publisher.publish(message) }
        let seen = Seen<Delivery>()
        try await consuming(subscription, with: broker.makeSubscriber()) { delivery in
            seen.add(delivery)
            return .done
        } while: {
            try await expectEventually { seen.count >= messages.count }
        }
        #expect(seen.count == messages.count)
        for message in messages {
            let delivery = try #require(seen.all.first { $0.message.id == message.id })
            #expect(delivery.message.comparable == message.comparable)
            #expect(delivery.attempt == 1)
            #expect(delivery.deferrals == 0)
            #expect(!delivery.isRedelivered)
            #expect(!delivery.queue.isEmpty)
        }
        #expect(try await broker.waitingCount(of: subscription) == 0)
    }

    /// Of several instances each message reaches one, when nothing fails, and its conversation's order holds.
    public static func competes(_ broker: some BrokerUnderTest) async throws {
        let subscription = Subscription.sample(partitions: 4)
        try await broker.declare(subscription)
        let seen = Seen<String>()
        let handler: Handler = { delivery in
            await Task.yield()
            seen.add(delivery.message.id)
            return .done
        }
        let messages = try (0..<200).map { try makeMessage("c\($0 % 10)", $0 / 10 + 1) }
        try await consuming(subscription, with: broker.makeSubscriber(), handler: handler) {
            try await consuming(subscription, with: broker.makeSubscriber(), handler: handler) {
                for message in messages { try await broker.publisher.publish(message) }
                try await expectEventually { seen.count >= messages.count }
            }
        }
        expectOnce(messages, in: seen.all)
        expectOrder(messages, in: seen.all)
    }

    /// An instance that leaves in good order hands over to the next: everything is handled, and nothing twice.
    public static func handsOver(_ broker: some BrokerUnderTest) async throws {
        let subscription = Subscription.sample()
        try await broker.declare(subscription)
        let seen = Seen<String>()
        let handler: Handler = { delivery in
            await Task.yield()
            seen.add(delivery.message.id)
            return .done
        }
        let messages = try (1...400).map { try makeMessage("c\($0 % 20)", $0) }
        for message in messages { try await broker.publisher.publish(message) }
        try await consuming(subscription, with: broker.makeSubscriber(), handler: handler) {
            try await expectEventually { seen.count >= 50 }
        }
        try await consuming(subscription, with: broker.makeSubscriber(), handler: handler) {
            try await expectEventually { seen.count >= messages.count }
        }
        expectOnce(messages, in: seen.all)
    }

    /// A message that no service wants is stored as unrouted: publishing it succeeds, and a person finds it.
    public static func keepsWhatNobodyWants(_ broker: some BrokerUnderTest) async throws {
        try await broker.declare(.sample())
        let message = try makeMessage("a", 1, name: .sessionChanged)
        try await broker.publisher.publish(message)
        let unrouted = try await broker.takeUnrouted(atLeast: 1)
        #expect(unrouted.map(\.id) == [message.id])
        #expect(unrouted.first?.body == message.body)
        #expect(try await broker.waitingCount(of: .sample()) == 0)
    }

    /// What is too large is refused before it is sent, and says so.
    public static func refusesWhatIsTooLarge(_ broker: some BrokerUnderTest) async throws {
        try await broker.declare(.sample())
        var message = try makeMessage("a", 1)
        message.body = [UInt8](repeating: 32, count: Message.maximumBodyBytes + 1)
        await #expect {
            try await broker.publisher.publish(message)
        } throws: { error in
            (error as? PublishError)?.code == .invalid && (error as? PublishError)?.isRetriable == false
        }
        message.body.removeLast()
        try await broker.publisher.publish(message)
        try await expectEventually { try await broker.waitingCount(of: .sample()) == 1 }
    }

    static func expectOnce(_ messages: [Message], in ids: [String]) {
        #expect(ids.count == messages.count)
        #expect(Set(ids) == Set(messages.map(\.id)))
    }

    /// Messages are given in the order they were published in.
    static func expectOrder(_ messages: [Message], in ids: [String]) {
        let place = Dictionary(ids.enumerated().map { ($0.element, $0.offset) }) { first, _ in first }
        for (conversation, published) in Dictionary(grouping: messages, by: \.conversation) {
            let places = published.compactMap { place[$0.id] }
            #expect(places == places.sorted(), "the conversation \(conversation) is out of order")
        }
    }
}
