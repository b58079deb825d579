import CurlHTTP
import Messaging
import MessagingAcceptance
import Shared
import Testing

@testable import AMQP
@testable import MessagingAMQP

/// What strangers publish is put aside once, whole, and hurts nobody else.
@Suite(.enabled(if: TestBroker.isThere, "SWITCHBOARD_TEST_RABBITMQ_URL is not set"))
struct BadInputTests {
    private let subscription = Subscription.sample(partitions: 2, prefetch: 4)

    @Test func `whatever is wrong with a message, it is put aside once with its story and its body`() async throws {
        let all = try BadMessage.all()
        try await BrokerOverAMQP.with { broker in
            let letters = try await letters(of: all.map { ($0.properties, $0.body) }, broker)
            #expect(letters.count == all.count)
            for bad in all {
                let found = letters.filter { bad.isOrigin(of: $0) }
                #expect(found.count == 1, "\(bad.name)")
                guard let letter = found.first.map(LetterSeen.init) else { continue }
                #expect(letter.body == bad.body, "\(bad.name)")
                #expect(letter.reason?.contains(bad.reason) == true, "\(bad.name): \(letter.reason ?? "")")
                #expect(letter.reason?.contains(BadMessage.secret) == false, "\(bad.name)")
                #expect(letter.handler == "ai-worker", "\(bad.name)")
                #expect(letter.queue?.hasPrefix("\(broker.names.prefix).ai-worker.") == true, "\(bad.name)")
                #expect(letter.attempt == 1, "\(bad.name)")
                #expect(!letter.id.isEmpty, "\(bad.name)")
                #expect(found[0].properties.headers["deep"] == nil, "\(bad.name)")
            }
        }
    }

    @Test func `a good event with foreign headers is handled once, as a first attempt`() async throws {
        try await BrokerOverAMQP.with { broker in
            try await broker.declare(subscription)
            let message = try makeMessage("a", 1)
            var properties = message.wire
            properties.headers.merge(["x-attempt": "seven", "x-deferrals": -3, "x-else": ["a": [1, 2]]]) { $1 }
            let seen = Seen<Delivery>()
            try await consuming(subscription, with: broker.makeSubscriber()) { delivery in
                seen.add(delivery)
                return .done
            } while: {
                try await publish([(properties, message.body)], broker)
                try await expectEventually { seen.count >= 1 }
            }
            #expect(seen.all.map(\.attempt) == [1])
            #expect(seen.all.map(\.deferrals) == [0])
        }
    }

    @Test(.enabled(if: Management.isThere, "SWITCHBOARD_TEST_RABBITMQ_MANAGEMENT_URL is not set"))
    func `what our own client would not send is put aside too`() async throws {
        try await BrokerOverAMQP.with { broker in
            try await broker.declare(subscription)
            let deep = String(repeating: #"{"n":"#, count: 64) + "1" + String(repeating: "}", count: 64)
            let wide = String(repeating: "w", count: 100_000)
            for (id, more) in [
                ("deep", #""headers":{"deep":\#(deep),"traceparent":\#(deep)}"#),
                ("wide", #""headers":{"wide":"\#(wide)","traceparent":"\#(wide)"}"#),
                ("late", #""timestamp":18446744073709551615"#), ("early", #""timestamp":0"#),
            ] {
                try await Management.send(
                    .post, "exchanges/%2F/\(broker.names.events)/publish",
                    body: #"{"properties":{"message_id":"\#(id)",\#(more)},"routing_key":"chat.message.received","#
                        + #""payload":"\#(id)","payload_encoding":"string"}"#)
            }
            var letters: [LetterSeen] = []
            try await expectGoodIsHandled(broker) {
                letters = try await broker.takeDeadLetters(of: .aiWorker, atLeast: 4)
            }
            #expect(Set(letters.map(\.id)) == ["deep", "wide", "late", "early"])
            #expect(letters.allSatisfy { $0.body == Array($0.id.utf8) && $0.reason == "the message has no type" })
            #expect(try await broker.takeDeadLetters(of: .aiWorker, atLeast: 0).isEmpty)
        }
    }

    @Test func `properties that are not UTF-8 do not come back for ever`() async throws {
        try await BrokerOverAMQP.with { broker in
            // Each of the 255 bytes becomes three when it is replaced.
            let delivery = AMQPDelivery(
                deliveryTag: 1, redelivered: false, exchange: "", routingKey: "q",
                properties: AMQPProperties(
                    correlationID: String(repeating: "\u{FFFD}", count: 255),
                    messageID: String(repeating: "\u{FFFD}", count: 255)), body: [1])
            let message = Message(delivery)
            try await broker.link.publish(
                exchange: "", routingKey: broker.names.unrouted, properties: message.properties(), body: message.body)
            let letters = try await broker.takeUnrouted(atLeast: 1)
            #expect(letters.map(\.id) == [String(repeating: "\u{FFFD}", count: 85)])
        }
    }

    @Test func `a body that is too large to be held is put aside by the broker and the next is handled`() async throws {
        try await BrokerOverAMQP.with { broker in
            let body = [UInt8](repeating: 65, count: broker.configuration.maximumBodySize + 1)
            var roomy = broker.configuration
            roomy.maximumBodySize *= 2
            try await broker.declare(subscription)
            let properties = try makeMessage("a", 1).wire
            try await TestBroker.connection(roomy) { connection in
                try await connection.publish(
                    exchange: broker.names.events, routingKey: "chat.message.received", properties: properties,
                    body: body)
            }
            try await expectGoodIsHandled(broker) {}
            let letters = try await TestBroker.connection(roomy) { connection in
                try await broker.take(broker.names.dead(of: .aiWorker), atLeast: 1, on: connection)
            }
            #expect(letters.map(\.properties.messageID) == [properties.messageID])
            #expect(letters.first?.body == body)
            #expect(letters.first?.properties.headers["x-first-death-reason"] == "rejected")
        }
    }

    /// Publishes messages raw to a service with the real router, and a good one after them; returns the dead letters
    /// when the good one has been handled.
    private func letters(
        of messages: [(AMQPProperties, [UInt8])], _ broker: BrokerOverAMQP
    ) async throws -> [AMQPDelivery] {
        try await broker.declare(subscription)
        let dead = broker.names.dead(of: subscription.service)
        var letters: [AMQPDelivery] = []
        try await expectGoodIsHandled(broker) {
            try await publish(messages, broker)
            letters = try await broker.take(dead, atLeast: messages.count)
        }
        // A second copy of any would be here by now.
        return try await letters + broker.take(dead, atLeast: 0)
    }

    private func expectGoodIsHandled(_ broker: BrokerOverAMQP, after body: () async throws -> Void) async throws {
        let seen = Seen<String>()
        var router = EventRouter(failures: FailureHandling())
        router.on(MessageReceived.self) { event, _ in seen.add(event.id) }
        let handler = router
        try await consuming(subscription, with: broker.makeSubscriber(), handler: handler.handle) {
            try await body()
            let good = try (0..<8).map { try makeMessage("c\($0)", 1) }
            for message in good { try await broker.publisher.publish(message) }
            try await expectEventually { seen.count >= good.count }
            #expect(Set(seen.all) == Set(good.map(\.id)))
        }
        #expect(try await broker.waitingCount(of: subscription) == 0)
    }

    private func publish(_ messages: [(AMQPProperties, [UInt8])], _ broker: BrokerOverAMQP) async throws {
        try await broker.connection { connection in
            for (properties, body) in messages {
                try await connection.publish(
                    exchange: broker.names.events, routingKey: "chat.message.received", properties: properties,
                    body: body)
            }
        }
    }
}

extension BadMessage {
    /// One without an id is known by its body.
    func isOrigin(of letter: AMQPDelivery) -> Bool {
        guard let id = properties.messageID, !id.isEmpty else { return letter.body == body }
        return letter.properties.messageID == id
    }
}
