import TestNetwork
import Testing

@testable import AMQP

/// A peer that has gone without a word: a proxy in front of the real broker stops passing bytes.
@Suite(.enabled(if: TestBroker.isPresent, TestBroker.absence)) struct SilentPeerTests {
    private static func withProxy(
        heartbeat: Duration = .seconds(1), connectTimeout: Duration = .seconds(10),
        closeTimeout: Duration = .seconds(5),
        _ body: @escaping @Sendable (TCPProxy, AMQPConfiguration) async throws -> Void
    ) async throws {
        let direct = try TestBroker.configuration {
            $0.heartbeat = heartbeat
            $0.connectTimeout = connectTimeout
            $0.closeTimeout = closeTimeout
        }
        try await TCPProxy.run(to: direct.port) { proxy in
            var configuration = direct
            configuration.port = proxy.port
            try await body(proxy, configuration)
        }
    }

    @Test(.timeLimit(.minutes(1))) func publishesFailInsteadOfHangingAndTheConnectionEnds() async throws {
        try await Self.withProxy { proxy, configuration in
            let connection = AMQPConnection(configuration)
            async let life = failure { try await connection.run() }
            let queue = try await connection.declareQueue("", options: .exclusive).name
            try await connection.publish(exchange: "", routingKey: queue, body: [1])
            proxy.freeze()
            let start = ContinuousClock.now
            let codes = await withTaskGroup(of: AMQPError.Code?.self) { group in
                for _ in 0..<20 {
                    group.addTask {
                        await failure {
                            // Goes on publishing while the peer is silent: the case in which librabbitmq hangs.
                            while true {
                                try await connection.publish(exchange: "", routingKey: queue, body: [2])
                            }
                        }?.code
                    }
                }
                return await group.reduce(into: Set()) { $0.insert($1) }
            }
            #expect(codes == [.unknown])
            let end = await life
            #expect(end?.code == .closed)
            #expect(end?.isRetriable == true)
            #expect(ContinuousClock.now - start < .seconds(10))
        }
    }

    @Test(.timeLimit(.minutes(1))) func aThreadStuckInASendIsFreed() async throws {
        try await Self.withProxy { proxy, configuration in
            let connection = AMQPConnection(configuration)
            async let life = failure { try await connection.run() }
            let queue = try await connection.declareQueue("", options: .exclusive).name
            try await connection.publish(exchange: "", routingKey: queue, body: [1])
            proxy.freeze()
            let start = ContinuousClock.now
            // More than the buffers of the sockets between hold, so that the send itself blocks.
            let error = await failure {
                try await connection.publish(
                    exchange: "", routingKey: queue, body: [UInt8](repeating: 0, count: 16_000_000))
            }
            #expect(error?.code == .unknown)
            #expect(await life?.code == .closed)
            #expect(ContinuousClock.now - start < .seconds(15))
        }
    }

    @Test(.timeLimit(.minutes(1))) func closingEndsAtItsDeadline() async throws {
        try await Self.withProxy(heartbeat: .seconds(60), closeTimeout: .seconds(1)) { proxy, configuration in
            let connection = AMQPConnection(configuration)
            async let life: Void = connection.run()
            let queue = try await connection.declareQueue("", options: .exclusive).name
            proxy.freeze()
            async let unconfirmed = failure {
                try await connection.publish(exchange: "", routingKey: queue, body: [1])
            }
            let start = ContinuousClock.now
            await connection.close()
            #expect(ContinuousClock.now - start < .seconds(3))
            let code = await unconfirmed?.code
            #expect(code == .unknown || code == .closed, "Whether it was sent before the close is a race")
            try await life
        }
    }

    @Test(.timeLimit(.minutes(1))) func closingFreesAThreadThatIsStuckInASend() async throws {
        try await Self.withProxy(heartbeat: .seconds(60), closeTimeout: .seconds(1)) { proxy, configuration in
            let connection = AMQPConnection(configuration)
            async let life = failure { try await connection.run() }
            let queue = try await connection.declareQueue("", options: .exclusive).name
            try await connection.publish(exchange: "", routingKey: queue, body: [1])
            proxy.freeze()
            async let stuck = failure {
                try await connection.publish(
                    exchange: "", routingKey: queue, body: [UInt8](repeating: 0, count: 16_000_000))
            }
            // Stuck is a thread that has begun a turn and does not end it.
            let turn = try #require(await connection.turnThatLasts(.milliseconds(200)))
            #expect(connection.watchdog.turnUnderWay == turn)
            let start = ContinuousClock.now
            await connection.close()
            #expect(ContinuousClock.now - start < .seconds(4))
            #expect(await stuck?.code == .unknown)
            _ = await life
        }
    }

    @Test(.timeLimit(.minutes(1))) func aConsumerEndsWithTheConnection() async throws {
        try await Self.withProxy { proxy, configuration in
            let connection = AMQPConnection(configuration)
            async let life = failure { try await connection.run() }
            let queue = try await connection.declareQueue("", options: .exclusive).name
            let consumer = try await connection.consume(queue: queue, prefetch: 1)
            proxy.freeze()
            let error = await failure { for try await _ in consumer {} }
            #expect(error?.code == .closed)
            #expect(await life?.code == .closed)
        }
    }

    @Test(.timeLimit(.minutes(1))) func aLoginToASilentPeerEnds() async throws {
        try await Self.withProxy(connectTimeout: .seconds(1)) { proxy, configuration in
            proxy.freeze()
            let start = ContinuousClock.now
            let error = await failure { try await AMQPConnection(configuration).run() }
            #expect(error?.code == .connect)
            #expect(error?.message.contains("silent") == true)
            #expect(ContinuousClock.now - start < .seconds(5))
        }
    }

    @Test(.timeLimit(.minutes(1))) func aCloseDuringTheLoginEndsIt() async throws {
        try await Self.withProxy(connectTimeout: .seconds(30), closeTimeout: .seconds(1)) { proxy, configuration in
            proxy.freeze()
            let connection = AMQPConnection(configuration)
            async let life: Void = connection.run()
            async let opening = failure { try await connection.opened() }
            #expect(await eventually { connection.interrupter.isWatching }, "The login is under way")
            let start = ContinuousClock.now
            await connection.close()
            try await life
            #expect(ContinuousClock.now - start < .seconds(4))
            #expect(await opening?.code == .closed)
        }
    }

    @Test(.timeLimit(.minutes(1))) func aShortSilenceIsSurvived() async throws {
        try await Self.withProxy(heartbeat: .seconds(10)) { proxy, configuration in
            try await withConnection(configuration) { connection in
                let queue = try await connection.declareQueue("", options: .exclusive).name
                try await connection.publish(exchange: "", routingKey: queue, body: [1])
                proxy.freeze()
                async let answer: Void = connection.publish(exchange: "", routingKey: queue, body: [1])
                #expect(await eventually { await connection.unconfirmedCount == 1 })
                proxy.thaw()
                try await answer
            }
        }
    }
}

extension AMQPConnection {
    fileprivate var unconfirmedCount: Int { ledger.unconfirmedCount }

    /// The turn of the thread that has lasted so long, when there is one within ten seconds.
    fileprivate nonisolated func turnThatLasts(_ duration: Duration) async -> UInt64? {
        let limit = ContinuousClock.now + .seconds(10)
        var observed: (turn: UInt64?, since: ContinuousClock.Instant) = (nil, .now)
        while ContinuousClock.now < limit {
            let turn = watchdog.turnUnderWay
            if turn == nil || turn != observed.turn { observed = (turn, .now) }
            if ContinuousClock.now - observed.since > duration { return turn }
            await Task.yield()
        }
        return nil
    }
}
