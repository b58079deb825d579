import AMQP
import Synchronization
import Testing

/// What a broker does when it is ill, by a stand-in that does it on demand.
@Suite struct IllBrokerTests {
    private typealias Wire = FakeBroker.Wire

    /// A configuration for a stand-in that does not answer the close.
    private static func configuration(
        _ change: (inout AMQPConfiguration) -> Void = { _ in }
    ) -> AMQPConfiguration {
        var configuration = AMQPConfiguration()
        configuration.closeTimeout = .milliseconds(200)
        change(&configuration)
        return configuration
    }

    private static func withClient(
        _ configuration: AMQPConfiguration = configuration(), script: @escaping FakeBroker.Script,
        body: @escaping @Sendable (AMQPConnection) async throws -> Void
    ) async throws {
        try await FakeBroker.run(script: script) { broker in
            var configuration = configuration
            configuration.port = broker.port
            try await withConnection(configuration, body)
        }
    }

    private static func publish(_ connection: AMQPConnection, id: String? = nil) async -> AMQPError? {
        await failure {
            try await connection.publish(
                exchange: "x", routingKey: "k", properties: AMQPProperties(messageID: id), body: [1])
        }
    }

    /// Publishes so many messages at once, each with its number as id, and returns the codes of the failures.
    private static func publish(_ count: Int, _ connection: AMQPConnection) async -> [AMQPError.Code?] {
        await withTaskGroup(of: AMQPError.Code?.self) { group in
            for number in 1...count { group.addTask { await publish(connection, id: "\(number)")?.code } }
            return await group.reduce(into: []) { $0.append($1) }
        }
    }

    @Test func aConfirmThatNeverComesLeavesTheMessageUnknown() async throws {
        try await Self.withClient(Self.configuration { $0.confirmTimeout = .milliseconds(300) }) { _, _ in
        } body: { connection in
            let start = ContinuousClock.now
            let error = await Self.publish(connection)
            #expect(error?.code == .unknown)
            #expect(error?.isRetriable == true)
            #expect(error?.message.contains("same message id") == true)
            #expect(ContinuousClock.now - start >= .milliseconds(300))
        }
    }

    @Test func aMessageThatFindsNoPlaceInTimeWasNotSent() async throws {
        try await Self.withClient(
            Self.configuration {
                $0.confirmTimeout = .milliseconds(300)
                $0.publishWindow = 2
            }
        ) { _, _ in
        } body: { connection in
            let codes = await Self.publish(5, connection)
            #expect(codes.filter { $0 == .unknown }.count == 2)
            #expect(codes.filter { $0 == .timeout }.count == 3)
        }
    }

    @Test func confirmsInAnyOrderAndSeveralAtOnceFindTheirMessages() async throws {
        try await Self.withClient { event, client in
            guard case .message(let number, let channel) = event else { return }
            switch number {
            case 5:
                client.ack(4, channel: channel)
                client.nack(2, channel: channel)
                client.ack(5, multiple: true, channel: channel)
            case 8:
                client.nack(8, multiple: true, channel: channel)
            default:
                break
            }
        } body: { connection in
            let codes = await Self.publish(8, connection)
            #expect(codes.filter { $0 == nil }.count == 4, "1, 3, 4 and 5")
            #expect(codes.filter { $0 == .nacked }.count == 4, "2, 6, 7 and 8")
        }
    }

    @Test func aBlockedConnectionHoldsMessagesBackUntilItIsUnblocked() async throws {
        try await Self.withClient { event, client in
            switch event {
            case .message(1, let channel):
                client.send(10, 60, Wire.shortString("low on memory"))
                client.ack(1, channel: channel)
            case .message(let number, let channel):
                client.ack(number, channel: channel)
            case .method(50, 10, _):
                // Declaring a queue is this script's signal to unblock.
                client.send(10, 61)
            case .method, .heartbeat:
                break
            }
        } body: { connection in
            #expect(await Self.publish(connection) == nil)
            #expect(await eventually { await connection.blockedReason == "low on memory" })
            async let held = Self.publish(3, connection)
            async let declaration = failure { try await connection.declareQueue("unblock") }
            #expect(await held == [nil, nil, nil])
            #expect(await connection.blockedReason == nil)
            await connection.close()
            #expect(await declaration?.code == .closed)
        }
    }

    @Test func aMessageThatIsHeldBackTooLongFailsAsBlocked() async throws {
        try await Self.withClient(Self.configuration { $0.confirmTimeout = .milliseconds(300) }) { event, client in
            guard case .message(let number, let channel) = event else { return }
            client.send(10, 60, Wire.shortString("low on disk"))
            client.ack(number, channel: channel)
        } body: { connection in
            #expect(await Self.publish(connection) == nil)
            #expect(await eventually { await connection.blockedReason != nil })
            let error = await Self.publish(connection)
            #expect(error?.code == .blocked)
            #expect(error?.message.contains("low on disk") == true)
            #expect(error?.isRetriable == true)
        }
    }

    @Test func aBrokerThatShutsDownGivesItsReason() async throws {
        try await FakeBroker.run { event, client in
            guard case .message = event else { return }
            client.send(
                10, 50,
                Wire.int(UInt16(320)) + Wire.shortString("CONNECTION_FORCED - broker forced connection closure")
                    + [0, 0, 0, 0])
        } body: { broker in
            var configuration = AMQPConfiguration()
            configuration.port = broker.port
            let connection = AMQPConnection(configuration)
            async let life = failure { try await connection.run() }
            let error = await Self.publish(connection)
            #expect(error?.code == .unknown)
            #expect(error?.brokerCode == 320)
            let end = await life
            #expect(end?.code == .closed)
            #expect(end?.brokerText == "CONNECTION_FORCED - broker forced connection closure")
        }
    }

    /// A frame that has no place after a message.
    struct Nonsense: Sendable, CustomTestStringConvertible {
        let testDescription: String
        let type: UInt8
        let payload: [UInt8]
    }

    @Test(arguments: [
        Nonsense(testDescription: "a body that was not announced", type: 3, payload: [1, 2, 3]),
        Nonsense(
            testDescription: "an answer to no request", type: 1, payload: [0, 50, 0, 11, 0, 0, 0, 0, 0, 0, 0, 0, 0]),
        Nonsense(
            testDescription: "properties of no message", type: 2,
            payload: [0, 60, 0, 0, 0, 0, 0, 0, 0, 0, 0, 5, 0, 0]),
        Nonsense(testDescription: "a method that does not exist", type: 1, payload: [0, 99, 0, 99]),
    ])
    func nonsenseEndsTheConnectionAndNothingElse(_ nonsense: Nonsense) async throws {
        try await Self.withClient { event, client in
            guard case .message(let number, let channel) = event else { return }
            client.frame(nonsense.type, channel: channel, nonsense.payload)
            client.ack(number, channel: channel)
        } body: { connection in
            let code = await Self.publish(connection)?.code
            #expect(code == .unknown)
        }
    }

    @Test func bytesThatAreNoFramesEndTheConnection() async throws {
        try await Self.withClient { event, client in
            guard case .message = event else { return }
            client.raw(Array("HTTP/1.1 400 Bad Request\r\n\r\n".utf8))
        } body: { connection in
            #expect(await Self.publish(connection)?.code == .unknown)
        }
    }

    @Test func aMessageBeyondTheLimitEndsTheConnectionBeforeItIsTakenIn() async throws {
        try await Self.withClient(Self.configuration { $0.maximumBodySize = 1000 }) { event, client in
            guard case .method(60, let method, let channel) = event else { return }
            switch method {
            case 10:
                client.send(60, 11, channel: channel)
            case 20:
                client.send(60, 21, channel: channel, Wire.shortString("tag"))
                client.send(
                    60, 60, channel: channel,
                    Wire.shortString("tag") + Wire.int(UInt64(1)) + [0] + Wire.shortString("")
                        + Wire.shortString("k"))
                client.frame(
                    2, channel: channel,
                    Wire.int(UInt16(60)) + Wire.int(UInt16(0)) + Wire.int(UInt64(1) << 40) + Wire.int(UInt16(0)))
            default:
                break
            }
        } body: { connection in
            let consumer = try await connection.consume(queue: "q", prefetch: 1)
            let error = await failure { for try await _ in consumer {} }
            #expect(error?.code == .tooLarge)
            #expect(error?.isRetriable == false)
        }
    }

    @Test func moreDeliveriesThanThePrefetchCountEndTheConnection() async throws {
        try await Self.withClient { event, client in
            guard case .method(60, let method, let channel) = event else { return }
            switch method {
            case 10:
                client.send(60, 11, channel: channel)
            case 20:
                client.send(60, 21, channel: channel, Wire.shortString("tag"))
                for number in 1...3 {
                    client.send(
                        60, 60, channel: channel,
                        Wire.shortString("tag") + Wire.int(UInt64(number)) + [0] + Wire.shortString("")
                            + Wire.shortString("k"))
                    client.frame(
                        2, channel: channel,
                        Wire.int(UInt16(60)) + Wire.int(UInt16(0)) + Wire.int(UInt64(0)) + Wire.int(UInt16(0)))
                }
            default:
                break
            }
        } body: { connection in
            let consumer = try await connection.consume(queue: "q", prefetch: 2)
            let error = await failure { for try await _ in consumer {} }
            #expect(error?.code == .protocolViolation)
        }
    }

    @Test func aRequestWithoutAnAnswerEndsTheConnection() async throws {
        try await Self.withClient(Self.configuration { $0.callTimeout = .milliseconds(300) }) { _, _ in
        } body: { connection in
            let error = await failure { try await connection.declareQueue("q") }
            #expect(error?.code == .timeout)
            #expect(error?.isRetriable == true)
        }
    }

    @Test func heartbeatsAreSentThoughNobodyCalls() async throws {
        let heartbeats = Count()
        try await FakeBroker.run(heartbeat: 1) { event, _ in
            if case .heartbeat = event { heartbeats.increment() }
        } body: { broker in
            var configuration = AMQPConfiguration()
            configuration.port = broker.port
            // The broker's wish is lower, and counts.
            configuration.heartbeat = .seconds(30)
            configuration.closeTimeout = .milliseconds(200)
            let connection = AMQPConnection(configuration)
            async let life = failure { try await connection.run() }
            #expect(await eventually { heartbeats.value >= 1 })
            // It sends none itself, so it is taken for dead.
            #expect(await life?.message.contains("two heartbeats") == true)
        }
    }

    @Test func aFrameMaximumOfTheBrokerIsKept() async throws {
        try await Self.withClient { event, client in
            if case .message(let number, let channel) = event { client.ack(number, channel: channel) }
        } body: { connection in
            // Several frames of 131,072 bytes.
            let error = await failure {
                try await connection.publish(
                    exchange: "x", routingKey: "k", body: [UInt8](repeating: 7, count: 500_000))
            }
            #expect(error == nil)
        }
    }
}

/// Counts across threads.
private final class Count: Sendable {
    private let count = Atomic(0)

    var value: Int { count.load(ordering: .relaxed) }

    func increment() { count.wrappingAdd(1, ordering: .relaxed) }
}
