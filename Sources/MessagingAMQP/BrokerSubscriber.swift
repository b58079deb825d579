public import AMQP
public import Logging
public import Messaging
import Shared

/// Consumes a service's partitions over one connection that it keeps alive.
public struct BrokerSubscriber: Subscriber {
    private let configuration: AMQPConfiguration
    private let names: TopologyNames
    private let publisher: BrokerPublisher
    private let observer: BrokerObserver
    private let logger: Logger
    /// Changes the service's topology before it is declared: for measurements with other kinds of queues.
    package var adapt: @Sendable (Topology) -> Topology = { $0 }

    public init(
        _ configuration: AMQPConfiguration, names: TopologyNames, publisher: BrokerPublisher, observer: BrokerObserver,
        logger: Logger
    ) {
        self.configuration = configuration
        self.names = names
        self.publisher = publisher
        self.observer = observer
        self.logger = logger
    }

    public func subscribe(_ subscription: Subscription, handler: @escaping Handler) async throws {
        let topology = adapt(
            Topology.service(
                subscription.service, types: subscription.types, partitions: subscription.partitions, names: names))
        var backoff = Backoff.reconnect
        while !Task.isCancelled {
            let connection = AMQPConnection(configuration)
            do {
                try await withThrowingTaskGroup(of: Void.self) { group in
                    // Unstructured: it must outlive the cancellation that begins a drain, and ends when closed.
                    let life = Task { try await connection.run() }
                    defer { group.cancelAll() }
                    do {
                        try await connection.opened()
                        try await connection.declare(Topology.common(names))
                        try await connection.declare(topology)
                        for partition in 0..<subscription.partitions {
                            let consumer = PartitionConsumer(
                                connection: connection, publisher: publisher, names: names,
                                service: subscription.service, partition: partition, handler: handler, logger: logger)
                            let deliveries = try await consumer.start(prefetch: subscription.prefetch)
                            group.addTask { try await consumer.run(deliveries) }
                        }
                        observer.up()
                        backoff = .reconnect
                        try await group.waitForAll()
                    } catch {
                        group.cancelAll()
                        while await group.nextResult() != nil {}
                        await connection.close()
                        _ = await life.result
                        throw error
                    }
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
}
