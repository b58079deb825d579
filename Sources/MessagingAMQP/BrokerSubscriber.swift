public import AMQP
public import Logging
public import Messaging
import Shared
import Synchronization

/// Consumes a service's partitions over one connection that it keeps alive.
public struct BrokerSubscriber: Subscriber {
    private let configuration: AMQPConfiguration
    private let names: TopologyNames
    private let publisher: BrokerPublisher
    private let observer: BrokerObserver
    private let logger: Logger
    private let depth = QueueDepth()
    /// Changes the service's topology before it is declared: for measurements with other kinds of queues.
    package var adapt: @Sendable (Topology) -> Topology = { $0 }

    public init(
        _ configuration: AMQPConfiguration, names: TopologyNames, publisher: BrokerPublisher, observer: BrokerObserver,
        logger: Logger
    ) {
        var configuration = configuration
        configuration.largestFrame = Self.largestFrame
        self.configuration = configuration
        self.names = names
        self.publisher = publisher
        self.observer = observer
        self.logger = logger
    }

    /// What a stranger can put into the headers of one message, as far as it is taken.
    private static let largestFrame = 1024 * 1024

    /// How many messages wait in the subscription's queues, those that consumers hold not counted; nil when there is no
    /// connection to ask.
    public func backlog() async -> Int? { await depth.read() }

    public func subscribe(_ subscription: Subscription, handler: @escaping Handler) async throws {
        var backoff = Backoff.reconnect
        while !Task.isCancelled {
            let connection = AMQPConnection(configuration)
            do {
                try await withThrowingTaskGroup(of: Void.self) { group in
                    // Unstructured: it must outlive the cancellation that begins a drain, and ends when closed.
                    let life = Task { try await connection.run() }
                    defer { group.cancelAll() }
                    do {
                        let queues = try await prepare(subscription, on: connection)
                        for queue in queues {
                            let consumer = PartitionConsumer(
                                connection: connection, publisher: publisher, names: names,
                                service: subscription.service, queue: queue, handler: handler, logger: logger)
                            let deliveries = try await consumer.start(prefetch: subscription.prefetch)
                            group.addTask { try await consumer.run(deliveries) }
                        }
                        depth.set(connection, queues)
                        observer.up()
                        backoff = .reconnect
                        // Not waitForAll(), which waits for the consumers that are well before it tells of one that is not.
                        for try await _ in group {}
                    } catch {
                        depth.clear()
                        group.cancelAll()
                        while await group.nextResult() != nil {}
                        await connection.close()
                        _ = await life.result
                        throw error
                    }
                    depth.clear()
                    await connection.close()
                    _ = await life.result
                }
            } catch {
                if Task.isCancelled { return }
                try BrokerPublisher.refuse(error)
                observer.down(BrokerPublisher.explain(error))
            }
            guard !Task.isCancelled else { return }
            try? await Task.sleep(for: backoff.next())
        }
    }

    /// Declares what the subscription needs.
    ///
    /// - Returns: the queues to consume.
    private func prepare(_ subscription: Subscription, on connection: AMQPConnection) async throws -> [String] {
        let topology = adapt(
            Topology.service(
                subscription.service, types: subscription.types, partitions: subscription.partitions, names: names))
        try await connection.opened()
        try await connection.declare(Topology.common(names))
        try await connection.declare(topology)
        let partitions = (0..<subscription.partitions).map { names.queue(of: subscription.service, partition: $0) }
        return partitions + (try await retired(subscription, on: connection))
    }

    /// The queues of partitions that there were when there were more of them: they get nothing new, and what they hold
    /// is still handled. Partitions are numbered without holes.
    private func retired(_ subscription: Subscription, on connection: AMQPConnection) async throws -> [String] {
        var queues: [String] = []
        for partition in subscription.partitions..<max(Topology.maximumPartitions, subscription.partitions) {
            let queue = names.queue(of: subscription.service, partition: partition)
            guard try await exists(queue, on: connection) else { break }
            try await connection.unbindQueue(
                queue, from: names.exchange(of: subscription.service), routingKey: Topology.hashWeight)
            queues.append(queue)
        }
        return queues
    }

    private func exists(_ queue: String, on connection: AMQPConnection) async throws(AMQPError) -> Bool {
        do {
            _ = try await connection.queueStatus(queue)
            return true
        } catch {
            guard error.code == .notFound else { throw error }
            return false
        }
    }
}

/// The connection and queues of this moment, for whoever asks how much waits in them.
private final class QueueDepth: Sendable {
    private struct Current {
        let connection: AMQPConnection
        let queues: [String]
    }

    private let current = Mutex<Current?>(nil)

    func set(_ connection: AMQPConnection, _ queues: [String]) {
        let new = Current(connection: connection, queues: queues)
        current.withLock { $0 = new }
    }

    func clear() { current.withLock { $0 = nil } }

    func read() async -> Int? {
        guard let current = current.withLock({ $0 }) else { return nil }
        var sum = 0
        for queue in current.queues {
            guard let status = try? await current.connection.queueStatus(queue) else { return nil }
            sum += status.messageCount
        }
        return sum
    }
}
