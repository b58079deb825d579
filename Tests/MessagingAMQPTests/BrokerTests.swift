import AMQP
import Logging
import Messaging
import MessagingAMQP
import MessagingAcceptance
import Shared
import Testing

/// What is RabbitMQ's alone, besides the contract.
@Suite(.enabled(if: TestBroker.isThere, "SWITCHBOARD_TEST_RABBITMQ_URL is not set"))
struct BrokerTests {
    @Test(.timeLimit(.minutes(1)))
    func `a publisher that is closed while it connects ends`() async throws {
        let names = TestBroker.uniqueNames()
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
        try await BrokerOverAMQP.with { broker in
            let dead = broker.names.dead(of: .aiWorker)
            try await broker.connection { connection in
                _ = try await connection.declareQueue(dead, arguments: ["x-queue-type": "quorum", "x-max-length": 7])
            }
            let subscriber = try await broker.makeSubscriber()
            await #expect {
                try await subscriber.subscribe(.sample()) { _ in .done }
            } throws: { error in
                "\(error)".contains(dead) && "\(error)".contains("Nothing was changed")
            }
        }
    }

    @Test func `a message is unroutable only where the queue of unrouted ones is gone`() async throws {
        try await BrokerOverAMQP.with { broker in
            try await broker.declare(.sample())
            let message = try makeMessage("a", 1, name: .sessionChanged)
            try await broker.publisher.publish(message)
            try await broker.connection { connection in
                _ = try await connection.deleteQueue(broker.names.unrouted)
            }
            await #expect {
                try await broker.publisher.publish(message)
            } throws: { ($0 as? PublishError)?.code == .unroutable }
        }
    }
}
