import AMQP
import MessagingAcceptance
import TestNetwork
import Testing

/// RabbitMQ keeps what the messaging contract promises.
@Suite(.enabled(if: TestBroker.isThere, "SWITCHBOARD_TEST_RABBITMQ_URL is not set"))
struct AMQPAcceptanceTests {
    @Test func `what is published reaches a subscriber once with all its attributes`() async throws {
        try await BrokerOverAMQP.with { try await Acceptance.delivers($0) }
    }

    @Test func `of several instances each message reaches one and order holds`() async throws {
        try await BrokerOverAMQP.with { try await Acceptance.competes($0) }
    }

    @Test func `an instance that leaves hands over without a loss or a repetition`() async throws {
        try await BrokerOverAMQP.with { try await Acceptance.handsOver($0) }
    }

    @Test func `a message that no service wants is kept as unrouted`() async throws {
        try await BrokerOverAMQP.with { try await Acceptance.keepsWhatNobodyWants($0) }
    }

    @Test func `a message that is too large is refused for good`() async throws {
        try await BrokerOverAMQP.with { try await Acceptance.refusesWhatIsTooLarge($0) }
    }

    @Test func `each conversation keeps its order while slow ones hold nobody up`() async throws {
        try await BrokerOverAMQP.with { try await Acceptance.keepsOrder($0) }
    }

    @Test func `no more handlers run at a time than the prefetch allows`() async throws {
        try await BrokerOverAMQP.with { try await Acceptance.boundsHandlers($0) }
    }

    @Test func `a retry counts an attempt and a wait does not and neither comes early`() async throws {
        try await BrokerOverAMQP.with { try await Acceptance.putsOff($0) }
    }

    @Test func `what is given up lies in the dead letters with its story`() async throws {
        try await BrokerOverAMQP.with { try await Acceptance.buries($0) }
    }

    @Test func `a consumer that dies with messages in hand loses none`() async throws {
        try await TCPProxy.run(to: TestBroker.configuration().port) { proxy in
            try await BrokerOverAMQP.with(proxy: proxy) { try await Acceptance.redelivers($0) }
        }
    }

    @Test func `a subscriber that is cancelled finishes what it began and takes nothing new`() async throws {
        try await BrokerOverAMQP.with { try await Acceptance.finishesWhatItBegan($0) }
    }

    @Test func `what a publisher took before it was closed is there`() async throws {
        try await BrokerOverAMQP.with { try await Acceptance.keepsWhatItTook($0) }
    }
}
