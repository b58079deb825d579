import AMQP
import TestNetwork
import Testing

@Suite(.enabled(if: TestBroker.isPresent, TestBroker.absence)) struct ConnectionTests {
    @Test func aConnectionOpensAndClosesInGoodOrder() async throws {
        let connection = AMQPConnection(try TestBroker.configuration())
        async let life: Void = connection.run()
        try await connection.opened()
        await connection.close()
        try await life
        let error = await failure { try await connection.opened() }
        #expect(error?.code == .closed)
        let late = await failure { try await connection.publish(exchange: "", routingKey: "x", body: []) }
        #expect(late?.code == .closed)
        let declaration = await failure { try await connection.declareQueue("x") }
        #expect(declaration?.code == .closed)
        await connection.close()
    }

    @Test func cancellingTheRunningTaskClosesTheConnection() async throws {
        let connection = AMQPConnection(try TestBroker.configuration())
        let life = Task { try await connection.run() }
        try await connection.opened()
        life.cancel()
        try await life.value
    }

    @Test func aConnectionHasOneLife() async throws {
        let connection = AMQPConnection(try TestBroker.configuration())
        async let life: Void = connection.run()
        try await connection.opened()
        #expect(await failure { try await connection.run() }?.code == .closed)
        await connection.close()
        try await life
        #expect(await failure { try await connection.run() }?.code == .closed)
    }

    @Test func aConnectionThatIsClosedBeforeItRunsAnswersItsCallers() async throws {
        let connection = AMQPConnection(try TestBroker.configuration())
        async let publish = failure { try await connection.publish(exchange: "", routingKey: "x", body: []) }
        async let declaration = failure { try await connection.declareQueue("x") }
        await connection.close()
        #expect(await publish?.code == .closed)
        #expect(await declaration?.code == .closed)
        #expect(await failure { try await connection.run() }?.code == .closed)
    }

    @Test func callsMadeBeforeTheLoginWaitForIt() async throws {
        let connection = AMQPConnection(try TestBroker.configuration())
        let queue = TestBroker.name("early")
        async let status = connection.declareQueue(queue, options: .exclusive)
        async let life: Void = connection.run()
        #expect(try await status.name == queue)
        await connection.close()
        try await life
    }

    @Test func aWrongPasswordIsToldAsSuch() async throws {
        let connection = AMQPConnection(try TestBroker.configuration { $0.password = "wrong-secret" })
        async let waiting = failure { try await connection.publish(exchange: "", routingKey: "x", body: []) }
        let error = await failure { try await connection.run() }
        #expect(error?.code == .authentication)
        #expect(error?.isRetriable == false)
        #expect(error?.brokerCode == 403)
        #expect(error?.message.contains("password") == true)
        #expect(error?.message.contains("wrong-secret") == false)
        #expect(await waiting?.code == .authentication)
    }

    @Test func aMissingVirtualHostIsToldAsSuch() async throws {
        let connection = AMQPConnection(try TestBroker.configuration { $0.virtualHost = TestBroker.name("vhost") })
        let error = await failure { try await connection.run() }
        #expect(error?.code == .accessRefused)
        #expect(error?.brokerCode == 530)
        #expect(error?.message.contains("virtual host") == true)
    }

    @Test func aPortThatNothingListensOnIsToldAsSuch() async throws {
        let port = try TestSocket.unusedPort()
        let connection = AMQPConnection(try TestBroker.configuration { $0.port = port })
        let error = await failure { try await connection.run() }
        #expect(error?.code == .connect)
        #expect(error?.isRetriable == true)
        #expect(error?.message.contains("127.0.0.1:\(port)") == true)
        #expect(error?.message.contains("start RabbitMQ") == true)
    }

    @Test func anUnknownHostIsToldAsSuch() async throws {
        let connection = AMQPConnection(try TestBroker.configuration { $0.host = "no-such-host.invalid" })
        let error = await failure { try await connection.run() }
        #expect(error?.code == .connect)
        #expect(error?.message.contains("no-such-host.invalid") == true)
    }

    @Test func tlsToAPortWithoutItFailsAsSuch() async throws {
        let connection = AMQPConnection(try TestBroker.configuration { $0.usesTLS = true })
        let error = await failure { try await connection.run() }
        #expect(error?.code == .tls)
    }

    @Test func aFileOfAuthoritiesThatIsMissingIsToldAsSuch() async throws {
        let connection = AMQPConnection(
            try TestBroker.configuration {
                $0.usesTLS = true
                $0.caFile = "/nonexistent/ca.pem"
            })
        let error = await failure { try await connection.run() }
        #expect(error?.code == .tls)
        #expect(error?.message.contains("/nonexistent/ca.pem") == true)
    }

    @Test func aConfigurationOutOfRangeIsRefused() async throws {
        let connection = AMQPConnection(try TestBroker.configuration { $0.publishWindow = 0 })
        #expect(await failure { try await connection.run() }?.code == .invalidArgument)
    }
}
