import Messaging
import Shared
import Synchronization
import Testing

/// Waits for a condition, up to a minute.
func eventually(_ condition: @Sendable () async -> Bool) async -> Bool {
    let deadline = ContinuousClock.now + .seconds(60)
    while ContinuousClock.now < deadline {
        if await condition() { return true }
        await Task.yield()
    }
    return await condition()
}

func makeMessage(_ conversation: String, _ sequence: Int64, text: String = "hi") throws -> Message {
    let reference = ConversationReference(id: conversation, name: "Anna")
    let message = ChatMessage(
        id: "\(conversation)#\(sequence)", conversation: reference, ordinal: sequence, direction: .incoming,
        author: "Anna", text: text, sentAt: nil, observedAt: .now)
    let header = EventHeader(
        id: EventID.make(), source: ServiceName.scraper.source, name: .messageReceived, time: .now,
        conversation: conversation, sequence: sequence, causation: nil, origin: nil, trace: .start())
    return try Message(Event(header: header, data: MessageReceived(message: message)))
}

final class Seen: Sendable {
    private let values = Mutex<[String]>([])
    func add(_ value: String) { values.withLock { $0.append(value) } }
    var all: [String] { values.withLock { $0 } }
}

private struct StubbornFailure: Error {}

private let subscription = Subscription(service: .aiWorker, types: [.messageReceived], partitions: 2, prefetch: 4)

@Suite struct MessagingTests {
    @Test func `what cannot be decoded is given up at once and says where`() async throws {
        var message = try makeMessage("a", 1)
        message.body = Array(#"{"specversion":"1.0","id":"x"}"#.utf8)
        var router = EventRouter()
        router.on(MessageReceived.self) { _, _ in Issue.record("must not be handled") }
        let outcome = await router.handle(Delivery(message: message, attempt: 1, isRedelivered: false, queue: "q"))
        #expect(outcome == .giveUp(reason: "undecodable: the event has no source"))
    }

    @Test func `giving up is told once, after the last attempt, and kept while it cannot be told`() async throws {
        let told = Seen()
        let canTell = Mutex(false)
        var router = EventRouter(
            failures: FailureHandling(policy: FailurePolicy(retries: RetryPolicy(maximumAttempts: 3))))
        router.on(MessageReceived.self) { _, _ in
            throw StubbornFailure()
        } givingUp: { event, reason in
            guard canTell.withLock({ $0 }) else { throw StubbornFailure() }
            told.add("\(event.data.message.id): \(reason)")
        }
        let message = try makeMessage("a", 1)
        func attempt(_ number: Int) async -> Outcome {
            await router.handle(Delivery(message: message, attempt: number, isRedelivered: false, queue: "q"))
        }
        for number in 1...2 {
            guard case .retry = await attempt(number) else {
                Issue.record("attempt \(number) was not retried")
                return
            }
        }
        guard case .wait = await attempt(3) else {
            Issue.record("it was put aside although nobody could be told")
            return
        }
        #expect(told.all.isEmpty)
        canTell.withLock { $0 = true }
        #expect(await attempt(3) == .giveUp(reason: "attempts-used-up: StubbornFailure"))
        #expect(told.all == ["a#1: attempts-used-up: StubbornFailure"])
    }

    @Test func `an unknown type and a newer version are told apart`() async throws {
        let router = EventRouter()
        var message = try makeMessage("a", 1)
        message.type = "switchboard.chat.message.received.v2"
        let delivery = Delivery(message: message, attempt: 1, isRedelivered: false, queue: "q")
        guard case .giveUp(let newer) = await router.handle(delivery) else {
            Issue.record("not given up")
            return
        }
        #expect(newer.contains("newer major version"))
        message.type = "switchboard.weather.v1"
        let other = Delivery(message: message, attempt: 1, isRedelivered: false, queue: "q")
        guard case .giveUp(let unknown) = await router.handle(other) else {
            Issue.record("not given up")
            return
        }
        #expect(unknown.contains("not known"))
    }

    @Test func `a handler that takes too long is ended and retried`() async throws {
        let handler: Handler = [LimitTime(limit: .milliseconds(20))].wrap { _ in
            do { try await Task.sleep(for: .seconds(60)) } catch { return .done }
            return .done
        }
        let outcome = await handler(
            Delivery(message: try makeMessage("a", 1), attempt: 1, isRedelivered: false, queue: "q"))
        guard case .retry = outcome else {
            Issue.record("got \(outcome)")
            return
        }
    }

    struct Final: RetryAdvice {
        var isRetriable: Bool { false }
        var retryAfter: Duration? { nil }
        var reason: String { "no such sheet" }
    }

    @Test func `a final error is given up and an unknown one is retried`() async throws {
        let delivery = Delivery(message: try makeMessage("a", 1), attempt: 1, isRedelivered: false, queue: "q")
        #expect(FailureHandling().outcome(of: Final(), handling: delivery) == .giveUp(reason: "final: no such sheet"))
        struct Odd: Error {}
        guard case .retry = FailureHandling().outcome(of: Odd(), handling: delivery) else {
            Issue.record("not retried")
            return
        }
        let last = Delivery(message: try makeMessage("a", 1), attempt: 8, isRedelivered: false, queue: "q")
        guard case .giveUp = FailureHandling().outcome(of: Odd(), handling: last) else {
            Issue.record("not given up")
            return
        }
    }
}
