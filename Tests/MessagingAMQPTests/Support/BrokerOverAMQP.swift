import AMQP
import Logging
import Messaging
import MessagingAcceptance
import Shared
import TestNetwork
import Testing

@testable import MessagingAMQP

/// RabbitMQ with the real topology, under names of its own.
struct BrokerOverAMQP: CrashableBroker, ClosableBroker {
    let configuration: AMQPConfiguration
    let names: TopologyNames
    let link: BrokerPublisher
    /// Between the broker and the subscribers that can be torn from it.
    private let proxy: TCPProxy?

    var publisher: any Publisher { link }
    var shortestDelay: Duration { .seconds(Topology.delayLevels.min() ?? 1) }

    /// Runs the body, and deletes afterwards what it declared.
    static func with(
        _ configuration: AMQPConfiguration? = nil, proxy: TCPProxy? = nil, isKept: Bool = false,
        _ body: (BrokerOverAMQP) async throws -> Void
    ) async throws {
        let configuration = try configuration ?? TestBroker.configuration()
        let names = TestBroker.uniqueNames()
        let up = Seen<Bool>()
        let publisher = BrokerPublisher(
            configuration, names: names, observer: BrokerObserver(up: { up.add(true) }, down: { _ in }))
        let running = Task { try await publisher.run() }
        let result: Result<Void, any Error>
        do {
            // A publish waits a few seconds for a connection; a busy machine may need longer for the first.
            try await expectEventually { up.count > 0 }
            try await body(
                BrokerOverAMQP(configuration: configuration, names: names, link: publisher, proxy: proxy))
            result = .success(())
        } catch {
            result = .failure(error)
        }
        publisher.close()
        _ = await running.result
        if !isKept { try? await TestBroker.delete(names) }
        try result.get()
    }

    func declare(_ subscription: Subscription) async throws {
        try await connection { connection in
            try await connection.declare(.common(names))
            try await connection.declare(
                .service(
                    subscription.service, types: subscription.types, partitions: subscription.partitions, names: names))
        }
    }

    func makeSubscriber() async throws -> any Subscriber { subscriber(configuration) }

    func makeFragileSubscriber() async throws -> (subscriber: any Subscriber, tear: @Sendable () -> Void) {
        let proxy = try #require(proxy)
        var configuration = configuration
        configuration.port = proxy.port
        return (subscriber(configuration), { proxy.tear() })
    }

    func closePublisher() async { link.close() }

    func takeDeadLetters(of service: ServiceName, atLeast count: Int) async throws -> [LetterSeen] {
        try await take(names.dead(of: service), atLeast: count).map(LetterSeen.init)
    }

    func takeUnrouted(atLeast count: Int) async throws -> [LetterSeen] {
        try await take(names.unrouted, atLeast: count).map(LetterSeen.init)
    }

    func waitingCount(of subscription: Subscription) async throws -> Int {
        try await connection { connection in
            var count = 0
            for partition in 0..<subscription.partitions {
                let queue = names.queue(of: subscription.service, partition: partition)
                count += try await connection.queueStatus(queue).messageCount
            }
            return count
        }
    }

    /// Waits for so many messages in a queue, and takes out all that are there then.
    func take(_ queue: String, atLeast count: Int) async throws -> [AMQPDelivery] {
        try await connection { try await take(queue, atLeast: count, on: $0) }
    }

    func take(_ queue: String, atLeast count: Int, on connection: AMQPConnection) async throws -> [AMQPDelivery] {
        try await expectEventually { try await connection.queueStatus(queue).messageCount >= count }
        let there = try await connection.queueStatus(queue).messageCount
        guard there > 0 else { return [] }
        let consumer = try await connection.consume(queue: queue, prefetch: 100)
        var taken: [AMQPDelivery] = []
        for try await delivery in consumer {
            taken.append(delivery)
            try consumer.ack(delivery.deliveryTag)
            if taken.count == there { break }
        }
        await consumer.cancel()
        return taken
    }

    func connection<R: Sendable>(_ body: (AMQPConnection) async throws -> R) async throws -> R {
        try await TestBroker.connection(configuration, body)
    }

    private func subscriber(_ configuration: AMQPConfiguration) -> BrokerSubscriber {
        BrokerSubscriber(
            configuration, names: names, publisher: link, observer: TestBroker.quiet, logger: Logger(label: "test"))
    }
}

extension LetterSeen {
    init(_ delivery: AMQPDelivery) {
        let headers = delivery.properties.headers
        self.init(
            id: delivery.properties.messageID ?? "", body: delivery.body,
            reason: headers[BrokerHeaders.deadReason]?.stringValue,
            handler: headers[BrokerHeaders.deadHandler]?.stringValue,
            queue: headers[BrokerHeaders.deadQueue]?.stringValue,
            attempt: headers[BrokerHeaders.attempt]?.intValue.map(Int.init))
    }
}

extension Message {
    /// The properties that a service publishes it with.
    var wire: AMQPProperties { properties() }
}
