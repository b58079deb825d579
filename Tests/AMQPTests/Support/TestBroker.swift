import AMQP
import Glibc
import Testing

/// The RabbitMQ that the tests run against.
enum TestBroker {
    static let url = getenv("SWITCHBOARD_TEST_RABBITMQ_URL").map { String(cString: $0) }
    static let isPresent = url != nil
    static let absence: Comment = "SWITCHBOARD_TEST_RABBITMQ_URL is not set, so there is no RabbitMQ to test against"

    /// A configuration for it, with the changes of the test.
    static func configuration(
        _ change: (inout AMQPConfiguration) -> Void = { _ in }
    ) throws -> AMQPConfiguration {
        var configuration = try AMQPConfiguration(url: try #require(url))
        configuration.connectionName = "tests/\(getpid())"
        change(&configuration)
        return configuration
    }

    /// A name that no other test or run uses.
    static func name(_ what: String) -> String {
        "test.\(what).\(getpid()).\(UInt32.random(in: .min ... .max))"
    }
}

/// Runs the body with a connection that is open, and closes the connection after it.
func withConnection<R: Sendable>(
    _ configuration: AMQPConfiguration,
    _ body: @escaping @Sendable (AMQPConnection) async throws -> R
) async throws -> R {
    let connection = AMQPConnection(configuration)
    async let life: Void = connection.run()
    let result: Result<R, any Error>
    do {
        result = .success(try await body(connection))
    } catch {
        result = .failure(error)
    }
    await connection.close()
    // What the connection died of says more than what the body saw of it, but tests expect the latter.
    try? await life
    return try result.get()
}

/// Runs the body with a connection to the test broker and a queue of its own, which is deleted after it.
func withQueue<R: Sendable>(
    _ what: String, arguments: [String: AMQPValue] = ["x-queue-type": "quorum"],
    configuration: AMQPConfiguration? = nil,
    _ body: @escaping @Sendable (AMQPConnection, String) async throws -> R
) async throws -> R {
    let queue = TestBroker.name(what)
    return try await withConnection(try configuration ?? TestBroker.configuration()) { connection in
        try await connection.declareQueue(queue, arguments: arguments)
        do {
            let result = try await body(connection, queue)
            try await connection.deleteQueue(queue)
            return result
        } catch {
            _ = try? await connection.deleteQueue(queue)
            throw error
        }
    }
}

/// Waits until the condition holds; false when it does not within the limit.
func eventually(
    within limit: Duration = .seconds(20), _ condition: @Sendable () async throws -> Bool
) async rethrows -> Bool {
    let deadline = ContinuousClock.now + limit
    while ContinuousClock.now < deadline {
        if try await condition() { return true }
        await Task.yield()
    }
    return false
}

/// The error of the operation, nil when it succeeds.
func failure(_ operation: () async throws -> Void) async -> AMQPError? {
    do {
        try await operation()
        return nil
    } catch {
        return error as? AMQPError
    }
}
