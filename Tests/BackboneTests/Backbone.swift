import AMQP
import Foundation
import Logging
import Messaging
import MessagingAMQP
import Mongo
import Shared
import Store
import Synchronization
import TestSupport

/// The real broker and database with everything between them: a scraper that writes events, and a sheets-sync that
/// handles them through the middleware of every service.
struct Backbone: Sendable {
    static var isPossible: Bool { TestDatabase.isThere && brokerURL != nil }
    static let brokerURL = ProcessInfo.processInfo.environment["SWITCHBOARD_TEST_RABBITMQ_URL"]
    static let types: [EventName] = [.messageReceived]

    let names: TopologyNames
    let writer: Store
    let reader: Store
    let interests: Interests
    let handled = Handled()

    static func with(_ body: @Sendable (Backbone) async throws -> Void) async throws {
        let names = TopologyNames(prefix: "test-\(UUID().uuidString.lowercased().prefix(8))")
        try await TestDatabase.with(.sheetsSync) { reader in
            let backbone = Backbone(
                names: names, writer: Store(service: .scraper, client: reader.client), reader: reader,
                interests: Interests(store: reader, names: types))
            let publisher = try backbone.publisher(.suite(names) { _ in 2 })
            let dispatcher = OutboxDispatcher(
                store: backbone.writer, publisher: publisher, logger: Logger(label: "test"))
            let publishing = Task { try await publisher.run() }
            let dispatching = Task { try await dispatcher.run() }
            let result: Result<Void, any Error>
            do {
                result = .success(try await body(backbone))
            } catch {
                result = .failure(error)
            }
            dispatching.cancel()
            _ = await dispatching.result
            publisher.close()
            _ = await publishing.result
            try? await backbone.connection { connection in
                let all = Topology.suite(names) { _ in 8 }
                for queue in all.queues { _ = try? await connection.deleteQueue(queue.name) }
                for exchange in all.exchanges { try? await connection.deleteExchange(exchange.name) }
            }
            try result.get()
        }
    }

    /// Messages of several conversations, in turns.
    func write(_ count: Int64, from first: Int64 = 1, to conversations: Int) async throws {
        for ordinal in first..<(first + count) {
            try await writer.write { transaction in
                for index in 0..<conversations {
                    let reference = ConversationReference(id: "meetme:\(index)", name: "Anna")
                    _ = try transaction.append(
                        ChatMessage(
                            id: "\(reference.id)#\(ordinal)", conversation: reference, ordinal: ordinal,
                            direction: .incoming, author: "Anna", text: "hi", sentAt: nil, observedAt: .now))
                }
            }
        }
    }

    func isEverythingSent() async throws -> Bool {
        try await writer.client.run { try $0.collection("outbox").countDocuments(["state": "pending"]) } == 0
    }

    /// A consumer with a connection of its own; it ends with the body.
    func consuming(
        partitions: Int, _ handler: @escaping Handler, _ body: @Sendable (BrokerSubscriber) async throws -> Void
    ) async throws {
        let publisher = try publisher(.common(names))
        let publishing = Task { try await publisher.run() }
        let subscriber = BrokerSubscriber(
            try AMQPConfiguration(url: Self.brokerURL ?? ""), names: names, publisher: publisher, observer: .quiet,
            logger: Logger(label: "test"))
        let middleware: [any Middleware] = [
            KeepOrder(gate: ProgressGate(store: reader, interests: interests)),
            DropHandled(events: Inbox(store: reader)),
        ]
        let subscription = Subscription(
            service: .sheetsSync, types: Self.types, partitions: partitions, prefetch: 8)
        try await interests.register()
        let wrapped = middleware.wrap(handler)
        let consuming = Task {
            try await subscriber.subscribe(subscription) { delivery in
                if delivery.isRedelivered { handled.addRedelivery() }
                return await wrapped(delivery)
            }
        }
        let result: Result<Void, any Error>
        do {
            result = .success(try await body(subscriber))
        } catch {
            result = .failure(error)
        }
        consuming.cancel()
        _ = await consuming.result
        publisher.close()
        _ = await publishing.result
        try result.get()
    }

    /// Handles as a service does: in a transaction with the marker.
    var handler: Handler {
        var router = EventRouter()
        router.on(MessageReceived.self, in: reader) { event, _ in
            Consequences(changes: { _ in }) { [handled] in handled.add(event.conversation, event.header.sequence ?? 0) }
        }
        return { [router] in await router.handle($0) }
    }

    func connection(_ body: (AMQPConnection) async throws -> Void) async throws {
        let connection = AMQPConnection(try AMQPConfiguration(url: Self.brokerURL ?? ""))
        let running = Task { try await connection.run() }
        let result: Result<Void, any Error>
        do {
            result = .success(try await body(connection))
        } catch {
            result = .failure(error)
        }
        await connection.close()
        _ = await running.result
        try result.get()
    }

    private func publisher(_ topology: Topology) throws -> BrokerPublisher {
        BrokerPublisher(
            try AMQPConfiguration(url: Self.brokerURL ?? ""), names: names, topology: topology, observer: .quiet)
    }
}

extension BrokerObserver {
    static let quiet = BrokerObserver(up: {}, down: { _ in })
}

/// What was handled, in order.
final class Handled: Sendable {
    private let state = Mutex<[String: [Int64]]>([:])
    private let redelivered = Mutex(0)

    func addRedelivery() { redelivered.withLock { $0 += 1 } }
    /// How often the broker handed something out again.
    var redeliveries: Int { redelivered.withLock { $0 } }

    func add(_ conversation: String, _ sequence: Int64) {
        state.withLock { $0[conversation, default: []].append(sequence) }
    }

    var count: Int { state.withLock { $0.values.reduce(0) { $0 + $1.count } } }
    /// Conversations whose events were not handled once each in their order.
    func wrong(upTo last: Int64) -> [String: [Int64]] { state.withLock { $0.filter { $0.value != Array(1...last) } } }
}

/// Waits for a condition, up to a minute.
func eventually(_ condition: @Sendable () async throws -> Bool) async throws -> Bool {
    let deadline = ContinuousClock.now + .seconds(60)
    while ContinuousClock.now < deadline {
        if try await condition() { return true }
        try await Task.sleep(for: .milliseconds(20))
    }
    return try await condition()
}
