import AMQP
import Foundation
import Messaging
import MessagingAMQP
import Shared
import Testing

@Suite(.enabled(if: TestBroker.isThere, "SWITCHBOARD_TEST_RABBITMQ_URL is not set"))
struct BrokerTests {
    private let subscription = Subscription(service: .aiWorker, types: [.messageReceived], partitions: 4, prefetch: 16)

    @Test func `what is published arrives in each conversation's order with all its attributes`() async throws {
        try await TestBroker.with { publisher, subscriber, _, consumes in
            let seen = Seen<Message>()
            let consuming = Task {
                try await subscriber.subscribe(subscription) { delivery in
                    seen.add(delivery.message)
                    return .done
                }
            }
            var expected: [String: [Message]] = [:]
            let first = try makeMessage("c0", 1)
            #expect(try await eventually { !consumes.all.isEmpty })
            #expect(try await eventually { (try? await publisher.publish(first)) != nil })
            for sequence in 2...30 as ClosedRange<Int64> {
                for conversation in 0..<8 {
                    let message = try makeMessage("c\(conversation)", sequence)
                    expected["c\(conversation)", default: []].append(message)
                    try await publisher.publish(message)
                }
            }
            #expect(try await eventually { seen.all.count >= 29 * 8 + 1 })
            consuming.cancel()
            try await consuming.value
            for (conversation, messages) in expected {
                let arrived = seen.all.filter { $0.conversation == conversation && $0.sequence != 1 }
                #expect(arrived.map(\.id) == messages.map(\.id))
                #expect(arrived.first?.body == messages.first?.body)
                #expect(arrived.first?.causation == "cause")
                #expect(arrived.first?.traceparent == messages.first?.traceparent)
                #expect(arrived.first?.sequence == messages.first?.sequence)
            }
        }
    }

    @Test func `a retried message comes back to its queue as the next attempt`() async throws {
        try await TestBroker.with { publisher, subscriber, _, consumes in
            let attempts = Seen<Int>()
            let consuming = Task {
                try await subscriber.subscribe(subscription) { delivery in
                    attempts.add(delivery.attempt)
                    return delivery.attempt == 1 ? .retry(after: .seconds(1), reason: "down") : .done
                }
            }
            let message = try makeMessage("a", 1)
            #expect(try await eventually { !consumes.all.isEmpty })
            #expect(try await eventually { (try? await publisher.publish(message)) != nil })
            #expect(try await eventually { attempts.all.count >= 2 })
            consuming.cancel()
            try await consuming.value
            #expect(attempts.all == [1, 2])
        }
    }

    @Test func `a message that is given up lies in the dead letters with its story`() async throws {
        try await TestBroker.with { publisher, subscriber, names, consumes in
            let consuming = Task {
                try await subscriber.subscribe(subscription) { _ in .giveUp(reason: "no such thing") }
            }
            let message = try makeMessage("a", 1)
            #expect(try await eventually { !consumes.all.isEmpty })
            #expect(try await eventually { (try? await publisher.publish(message)) != nil })
            let dead = names.dead(of: .aiWorker)
            let letter = try await TestBroker.connection { connection -> AMQPDelivery? in
                #expect(try await eventually { try await connection.queueStatus(dead).messageCount >= 1 })
                let consumer = try await connection.consume(queue: dead, prefetch: 1)
                for try await delivery in consumer {
                    try consumer.ack(delivery.deliveryTag)
                    await consumer.cancel()
                    return delivery
                }
                return nil
            }
            consuming.cancel()
            try await consuming.value
            let headers = letter?.properties.headers ?? [:]
            #expect(letter?.properties.messageID == message.id)
            #expect(letter?.body == message.body)
            #expect(headers["x-dead-reason"]?.stringValue == "no such thing")
            #expect(headers["x-dead-handler"]?.stringValue == "ai-worker")
            #expect(headers["x-dead-queue"]?.stringValue?.hasPrefix(names.prefix) == true)
            #expect(headers["x-attempt"]?.intValue == 1)
        }
    }

    @Test func `an event that nobody subscribes to is kept as unrouted`() async throws {
        try await TestBroker.with { publisher, _, names, _ in
            let message = try makeMessage("a", 1)
            #expect(try await eventually { (try? await publisher.publish(message)) != nil })
            let count = try await TestBroker.connection { connection in
                try await eventually { try await connection.queueStatus(names.unrouted).messageCount >= 1 }
            }
            #expect(count)
        }
    }

    @Test(.timeLimit(.minutes(1)))
    func `a publisher that is closed while it connects ends`() async throws {
        let names = TopologyNames(prefix: "test-\(UUID().uuidString.lowercased().prefix(8))")
        for delay in 0..<20 {
            let publisher = BrokerPublisher(try TestBroker.configuration(), names: names, observer: TestBroker.quiet)
            let running = Task { try await publisher.run() }
            // At any moment of connecting, logging in and declaring.
            try await Task.sleep(for: .milliseconds(delay * 3))
            publisher.close()
            try await running.value
        }
        try await TestBroker.delete(names)
    }

    @Test func `a topology that differs is refused and nothing is changed`() async throws {
        try await TestBroker.with { _, subscriber, names, _ in
            try await TestBroker.connection { connection in
                _ = try await connection.declareQueue(
                    names.dead(of: .aiWorker), arguments: ["x-queue-type": "quorum", "x-max-length": 7])
            }
            await #expect {
                try await subscriber.subscribe(subscription) { _ in .done }
            } throws: { error in
                "\(error)".contains(names.dead(of: .aiWorker)) && "\(error)".contains("Nothing was changed")
            }
        }
    }

    @Test func `shutting down lets a handler under way finish and settles its message`() async throws {
        try await TestBroker.with { publisher, subscriber, names, consumes in
            let begun = Seen<Int>()
            let ended = Seen<Int>()
            let gate = Seen<Int>()
            let consuming = Task {
                try await subscriber.subscribe(subscription) { _ in
                    begun.add(1)
                    _ = try? await eventually { !gate.all.isEmpty }
                    ended.add(1)
                    return .done
                }
            }
            let message = try makeMessage("a", 1)
            #expect(try await eventually { !consumes.all.isEmpty })
            #expect(try await eventually { (try? await publisher.publish(message)) != nil })
            #expect(try await eventually { begun.all.count == 1 })
            consuming.cancel()
            gate.add(1)
            try await consuming.value
            #expect(ended.all.count == 1)
            let left = try await TestBroker.connection { connection in
                var left = 0
                for partition in 0..<4 {
                    left += try await connection.queueStatus(names.queue(of: .aiWorker, partition: partition))
                        .messageCount
                }
                return left
            }
            #expect(left == 0)
        }
    }
}
