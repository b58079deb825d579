import Messaging
import MessagingAcceptance
import Shared
import Testing

/// The in-memory broker keeps what the messaging contract promises.
@Suite struct InMemoryAcceptanceTests {
    @Test func `what is published reaches a subscriber once with all its attributes`() async throws {
        try await Acceptance.delivers(BrokerInMemory())
    }

    @Test func `of several instances each message reaches one and order holds`() async throws {
        try await Acceptance.competes(BrokerInMemory())
    }

    @Test func `an instance that leaves hands over without a loss or a repetition`() async throws {
        try await Acceptance.handsOver(BrokerInMemory())
    }

    @Test func `a message that no service wants is kept as unrouted`() async throws {
        try await Acceptance.keepsWhatNobodyWants(BrokerInMemory())
    }

    @Test func `a message that is too large is refused for good`() async throws {
        try await Acceptance.refusesWhatIsTooLarge(BrokerInMemory())
    }

    @Test func `each conversation keeps its order while slow ones hold nobody up`() async throws {
        try await Acceptance.keepsOrder(BrokerInMemory())
    }

    @Test func `no more handlers run at a time than the prefetch allows`() async throws {
        try await Acceptance.boundsHandlers(BrokerInMemory())
    }

    @Test func `a retry counts an attempt and a wait does not and neither comes early`() async throws {
        try await Acceptance.putsOff(BrokerInMemory())
    }

    @Test func `what is given up lies in the dead letters with its story`() async throws {
        try await Acceptance.buries(BrokerInMemory())
    }

    @Test func `a subscriber that is cancelled finishes what it began and takes nothing new`() async throws {
        try await Acceptance.finishesWhatItBegan(BrokerInMemory())
    }

    @Test func `a hundred thousand messages arrive, each once`() async throws {
        try await Acceptance.carries(100_000, BrokerInMemory())
    }
}

private struct BrokerInMemory: BrokerUnderTest {
    private let broker = InMemoryBroker()

    var publisher: any Publisher { broker }
    var shortestDelay: Duration { .milliseconds(50) }

    func declare(_ subscription: Subscription) async throws {
        await broker.declare(subscription.service, types: subscription.types)
    }

    func makeSubscriber() async throws -> any Subscriber { broker }

    func takeDeadLetters(of service: ServiceName, atLeast count: Int) async throws -> [LetterSeen] {
        try await expectEventually { await broker.deadLetters.count >= count }
        return await broker.deadLetters.filter { $0.service == service }.map { letter in
            LetterSeen(
                id: letter.message.id, body: letter.message.body, reason: letter.reason,
                handler: letter.service.rawValue, queue: InMemoryBroker.queue(of: letter.service),
                attempt: letter.attempt)
        }
    }

    func takeUnrouted(atLeast count: Int) async throws -> [LetterSeen] {
        try await expectEventually { await broker.unrouted.count >= count }
        return await broker.unrouted.map { LetterSeen(id: $0.id, body: $0.body) }
    }

    func waitingCount(of subscription: Subscription) async throws -> Int {
        await broker.waitingCount(of: subscription.service)
    }
}
