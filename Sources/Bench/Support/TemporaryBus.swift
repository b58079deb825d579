import AMQP
import Logging
import Messaging
import MessagingAMQP
import Shared

/// A publisher and subscribers under a prefix of their own, and the service whose queue they use.
struct TemporaryBus: Sendable {
    static let service = ServiceName.sheetsSync
    static let types = [EventName.messageReceived]

    let names: TopologyNames
    let publisher: BrokerPublisher
    let type: QueueType

    var queue: String { names.queue(of: Self.service, partition: 0) }

    init(names: TopologyNames, window: Int, type: QueueType = .quorum) throws {
        var configuration = try Servers.broker("publish")
        configuration.publishWindow = window
        self.names = names
        self.type = type
        publisher = BrokerPublisher(
            configuration, names: names,
            observer: BrokerObserver(up: {}, down: { Progress.say("the publisher's connection: \($0)") }))
    }

    /// Lends a bus whose queue is there; everything of it is deleted afterwards.
    static func with<R: Sendable>(
        window: Int = 1000, type: QueueType = .quorum, _ body: (TemporaryBus) async throws -> R
    ) async throws -> R {
        let names = TopologyNames(prefix: "bench-\(String(UInt32.random(in: .min ... .max), radix: 36))")
        let bus = try TemporaryBus(names: names, window: window, type: type)
        let result: Result<R, any Error>
        do {
            result = .success(
                try await bus.publishing {
                    // A subscriber declares the queue; events that come before one would be unrouted.
                    try await bus.subscribe(prefetch: 1) { _ in
                        .done
                    } while: {
                    }
                    return try await body(bus)
                })
        } catch {
            result = .failure(error)
        }
        try? await bus.delete()
        return try result.get()
    }

    /// Keeps the publisher's connection as long as `body` runs.
    func publishing<R: Sendable>(while body: () async throws -> R) async throws -> R {
        let running = Task { try await publisher.run() }
        let result: Result<R, any Error>
        do {
            result = .success(try await body())
        } catch {
            result = .failure(error)
        }
        publisher.close()
        // What only a person can mend, such as wrong credentials, explains everything else.
        try await running.value
        return try result.get()
    }

    /// Consumes the queue's one partition as long as `body` runs, which begins when the consumer is there.
    func subscribe<R: Sendable>(
        prefetch: Int, handler: @escaping Handler, while body: () async throws -> R
    ) async throws -> R {
        let (isUp, up) = AsyncStream.makeStream(of: Void.self)
        var subscriber = BrokerSubscriber(
            try Servers.broker("consume"), names: names, publisher: publisher,
            observer: BrokerObserver(up: { up.yield() }, down: { Progress.say("the consumer's connection: \($0)") }),
            logger: Logger(label: "bench"))
        subscriber.adapt = { [type] in type.adapt($0) }
        let subscription = Subscription(
            service: Self.service, types: Self.types, partitions: 1, prefetch: prefetch)
        let consuming = Task { [subscriber] in
            defer { up.finish() }
            try await subscriber.subscribe(subscription, handler: handler)
        }
        var first = isUp.makeAsyncIterator()
        let result: Result<R, any Error>
        do {
            guard await first.next() != nil else { throw BenchFailure("the consumer ended before it began") }
            result = .success(try await body())
        } catch {
            result = .failure(error)
        }
        consuming.cancel()
        try await consuming.value
        return try result.get()
    }

    /// Empties the queue once nobody consumes it. A broker that is told of a connection's end at once after its last
    /// acknowledgements forgets some of those, and the messages are there again.
    func empty() async throws {
        try await Self.administer { connection in
            while try await connection.queueStatus(queue).consumerCount > 0 {}
            try await connection.purgeQueue(queue)
        }
    }

    /// What a connection of its own does on the broker.
    static func administer<R: Sendable>(_ body: (AMQPConnection) async throws -> R) async throws -> R {
        let connection = AMQPConnection(try Servers.broker("administer"))
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

    /// One thing at a time: RabbitMQ 3.10 does not survive it otherwise (decision 0006).
    private func delete() async throws {
        try await Self.administer { connection in
            let service = Topology.service(Self.service, types: Self.types, partitions: 1, names: names)
            let common = Topology.common(names)
            for queue in service.queues + common.queues { try await connection.deleteQueue(queue.name) }
            for exchange in service.exchanges + common.exchanges { try await connection.deleteExchange(exchange.name) }
        }
    }
}
