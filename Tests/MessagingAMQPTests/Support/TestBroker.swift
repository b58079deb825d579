import AMQP
import Foundation
import MessagingAMQP
import Shared

/// The RabbitMQ that the tests share.
enum TestBroker {
    static let url = ProcessInfo.processInfo.environment["SWITCHBOARD_TEST_RABBITMQ_URL"]
    static var isThere: Bool { url != nil }

    static let quiet = BrokerObserver(up: {}, down: { _ in })

    static func configuration() throws -> AMQPConfiguration { try AMQPConfiguration(url: url ?? "") }

    /// Names that no other test uses.
    static func uniqueNames() -> TopologyNames {
        TopologyNames(prefix: "test-\(UUID().uuidString.lowercased().prefix(8))")
    }

    /// A connection for what tests look at directly.
    static func connection<R: Sendable>(
        _ configuration: AMQPConfiguration? = nil, _ body: (AMQPConnection) async throws -> R
    ) async throws -> R {
        let connection = AMQPConnection(try configuration ?? self.configuration())
        let running = Task { try await connection.run() }
        let result: Result<R, any Error>
        do {
            result = .success(try await body(connection))
        } catch {
            result = .failure(error)
        }
        await connection.close()
        _ = await running.result
        return try result.get()
    }

    /// Deletes what a test declared, one queue at a time: several at once can break RabbitMQ 3.10 for good (decision
    /// 0006).
    static func delete(_ names: TopologyNames) async throws {
        try await connection { connection in
            let all = Topology.suite(names) { _ in 4 }
            for queue in all.queues { _ = try? await connection.deleteQueue(queue.name) }
            for exchange in all.exchanges { try? await connection.deleteExchange(exchange.name) }
        }
    }
}
