import Messaging
import Shared
import Synchronization
import Testing

/// An order gate in memory that knows every event of its conversations.
actor MemoryGate: OrderGate {
    private var open: [String: [(sequence: Int64, event: String)]] = [:]
    private(set) var putOff: [String] = []
    private(set) var gaps: [String] = []

    func expect(_ messages: [Message]) {
        for message in messages {
            open[message.conversation, default: []].append((message.sequence ?? 0, message.id))
        }
    }

    func admit(_ message: Message) -> OrderVerdict {
        let earlier = open[message.conversation]?.filter { $0.sequence < message.sequence ?? 0 } ?? []
        return earlier.min { $0.sequence < $1.sequence }.map { .behind($0.event) } ?? .turn
    }

    func putOff(_ message: Message, for delay: Duration) { putOff.append(message.id) }

    func leaveGap(_ message: Message, reason: String) {
        gaps.append(message.id)
        settle(message.id)
    }

    func settle(_ event: String) { for key in open.keys { open[key]?.removeAll { $0.event == event } } }
}

/// Remembers handled events in memory.
actor MemoryInbox: HandledEvents {
    private(set) var handled: [String] = []
    private let gate: MemoryGate?

    init(gate: MemoryGate? = nil) { self.gate = gate }

    func contains(_ message: Message) -> Bool { handled.contains(message.id) }
    func insert(_ message: Message) async {
        handled.append(message.id)
        await gate?.settle(message.id)
    }
}

private let subscription = Subscription(service: .aiWorker, types: [.messageReceived], partitions: 2, prefetch: 4)

@Suite struct OrderTests {
    @Test func `a message that is retried holds the later ones of its conversation only`() async throws {
        let broker = InMemoryBroker(delayScale: 0.01)
        await broker.declare(.aiWorker, types: [.messageReceived])
        let seen = Seen()
        let (first, gate) = (try makeMessage("a", 1), MemoryGate())
        let others = try (2...4).map { try makeMessage("a", $0) } + [makeMessage("b", 1)]
        await gate.expect([first] + others)
        let handler: Handler = [KeepOrder(gate: gate), DropHandled(events: MemoryInbox(gate: gate))].wrap { delivery in
            if delivery.message.id == first.id, delivery.attempt < 3 {
                return .retry(after: .seconds(5), reason: "down")
            }
            seen.add("\(delivery.message.conversation)\(delivery.message.sequence ?? 0)")
            return .done
        }
        let consumer = Task { try await broker.subscribe(subscription, handler: handler) }
        for message in [first] + others { try await broker.publish(message) }
        #expect(await eventually { seen.all.count == 5 })
        consumer.cancel()
        try await consumer.value
        #expect(seen.all.filter { $0.hasPrefix("a") } == ["a1", "a2", "a3", "a4"])
        #expect(seen.all.first == "b1")
        #expect(await gate.putOff == [first.id, first.id])
    }

    @Test func `messages in any order are handled in the order of their sequence`() async throws {
        let broker = InMemoryBroker(delayScale: 0.001)
        await broker.declare(.aiWorker, types: [.messageReceived])
        let (seen, gate) = (Seen(), MemoryGate())
        let messages = try (1...20).map { try makeMessage("a", $0) }
        await gate.expect(messages)
        let handler: Handler = [KeepOrder(gate: gate), DropHandled(events: MemoryInbox(gate: gate))].wrap {
            seen.add("\($0.message.sequence ?? 0)")
            return .done
        }
        let consumer = Task { try await broker.subscribe(subscription, handler: handler) }
        for message in messages.shuffled() { try await broker.publish(message) }
        #expect(await eventually { seen.all.count == 20 })
        consumer.cancel()
        try await consumer.value
        #expect(seen.all == (1...20).map { "\($0)" })
    }

    @Test func `those behind a message that is given up go on and leave a gap`() async throws {
        let (gate, first, second) = (MemoryGate(), try makeMessage("a", 1), try makeMessage("a", 2))
        await gate.expect([first, second])
        let handler: Handler = [KeepOrder(gate: gate)].wrap { _ in .giveUp(reason: "final: no") }
        func outcome(_ message: Message) async -> Outcome {
            await handler(Delivery(message: message, attempt: 1, isRedelivered: false, queue: "q"))
        }
        guard case .wait = await outcome(second) else {
            Issue.record("the second did not wait for the first")
            return
        }
        #expect(await outcome(first) == .giveUp(reason: "final: no"))
        #expect(await gate.gaps == [first.id])
        #expect(await outcome(second) == .giveUp(reason: "final: no"))
    }

    @Test func `an event without a sequence waits for nothing, and leaves a gap when it is given up`() async throws {
        let gate = MemoryGate()
        var message = try makeMessage("a", 2)
        await gate.expect([try makeMessage("a", 1)])
        message.sequence = nil
        let handler: Handler = [KeepOrder(gate: gate)].wrap { _ in .giveUp(reason: "final: no") }
        let outcome = await handler(Delivery(message: message, attempt: 1, isRedelivered: false, queue: "q"))
        #expect(outcome == .giveUp(reason: "final: no"))
        #expect(await gate.gaps == [message.id])
    }

    @Test func `what was handled is done without the handler when it comes again`() async throws {
        let inbox = MemoryInbox()
        let calls = Mutex(0)
        let handler: Handler = [DropHandled(events: inbox)].wrap { _ in
            calls.withLock { $0 += 1 }
            return .done
        }
        let message = try makeMessage("a", 1)
        for isRedelivered in [false, true, true] {
            let delivery = Delivery(message: message, attempt: 1, isRedelivered: isRedelivered, queue: "q")
            #expect(await handler(delivery) == .done)
        }
        #expect(calls.withLock { $0 } == 1)
        #expect(await inbox.handled == [message.id])
    }

    @Test func `a handler that recorded the event itself is not recorded again`() async throws {
        let (inbox, message) = (MemoryInbox(), try makeMessage("a", 1))
        let handler: Handler = [DropHandled(events: inbox)].wrap { delivery in
            HandlingReceipt.current?.record(delivery.message.id)
            return .done
        }
        _ = await handler(Delivery(message: message, attempt: 1, isRedelivered: false, queue: "q"))
        #expect(await inbox.handled.isEmpty)
    }
}
