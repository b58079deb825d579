import AMQP
import Foundation
import Logging
import Messaging
import MessagingAMQP
import Shared
import Synchronization

enum TestBroker {
    static let url = ProcessInfo.processInfo.environment["SWITCHBOARD_TEST_RABBITMQ_URL"]
    static var isThere: Bool { url != nil }

    static let quiet = BrokerObserver(up: {}, down: { _ in })

    static func configuration() throws -> AMQPConfiguration { try AMQPConfiguration(url: url ?? "") }

    /// A publisher and a subscriber under a prefix of their own; everything declared is deleted afterwards. The last
    /// argument fills when the subscriber consumes: before that, events are unrouted.
    static func with<R: Sendable>(
        _ body: (BrokerPublisher, BrokerSubscriber, TopologyNames, Seen<Bool>) async throws -> R
    ) async throws -> R {
        let names = TopologyNames(prefix: "test-\(UUID().uuidString.lowercased().prefix(8))")
        let configuration = try configuration()
        let publisher = BrokerPublisher(configuration, names: names, observer: quiet)
        let consumes = Seen<Bool>()
        let subscriber = BrokerSubscriber(
            configuration, names: names, publisher: publisher,
            observer: BrokerObserver(up: { consumes.add(true) }, down: { _ in }), logger: Logger(label: "test"))
        let running = Task { try await publisher.run() }
        let result: Result<R, any Error>
        do {
            result = .success(try await body(publisher, subscriber, names, consumes))
        } catch {
            result = .failure(error)
        }
        publisher.close()
        _ = await running.result
        try? await delete(names)
        return try result.get()
    }

    /// A connection for what tests look at directly.
    static func connection<R: Sendable>(_ body: (AMQPConnection) async throws -> R) async throws -> R {
        let connection = AMQPConnection(try configuration())
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

    static func delete(_ names: TopologyNames) async throws {
        try await connection { connection in
            let all = Topology.suite(names) { _ in 4 }
            for queue in all.queues { _ = try? await connection.deleteQueue(queue.name) }
            for exchange in all.exchanges { try? await connection.deleteExchange(exchange.name) }
        }
    }
}

func makeMessage(_ conversation: String, _ sequence: Int64) throws -> Message {
    let reference = ConversationReference(id: conversation, name: "Anna")
    let message = ChatMessage(
        id: "\(conversation)#\(sequence)", conversation: reference, ordinal: sequence, direction: .incoming,
        author: "Anna", text: "hi", sentAt: nil, observedAt: .now)
    let header = EventHeader(
        id: EventID.make(), source: ServiceName.scraper.source, name: .messageReceived, time: .now,
        conversation: conversation, sequence: sequence, causation: "cause", origin: nil, trace: .start())
    return try Message(Event(header: header, data: MessageReceived(message: message)))
}

final class Seen<Value: Sendable>: Sendable {
    private let values = Mutex<[Value]>([])
    func add(_ value: Value) { values.withLock { $0.append(value) } }
    var all: [Value] { values.withLock { $0 } }
}

/// Waits for a condition, up to twenty seconds.
func eventually(_ condition: @Sendable () async throws -> Bool) async throws -> Bool {
    let deadline = ContinuousClock.now + .seconds(20)
    while ContinuousClock.now < deadline {
        if try await condition() { return true }
        try await Task.sleep(for: .milliseconds(5))
    }
    return try await condition()
}
