import Shared
import Synchronization
import Testing

@testable import Messaging

@Suite struct OutageTests {
    private struct Rig {
        var outage = Outage(backoff: Backoff(first: .seconds(1), longest: .seconds(30)))
        var now = ContinuousClock.now
        var jitter = SystemRandomNumberGenerator()

        mutating func verdict() -> Outage.Verdict { outage.admit(at: now) }

        mutating func fail(_ conversation: String, delay: Duration = .zero, wasProbe: Bool = false) -> Bool {
            outage.failed(conversation, delay: delay, wasProbe: wasProbe, at: now, using: &jitter)
        }
    }

    @Test func `failures of one conversation are its own, however many`() {
        var rig = Rig()
        let isOutage = (0..<20).map { _ in rig.fail("a") }
        #expect(!isOutage.contains(true))
        let verdict1 = rig.verdict()
        #expect(verdict1 == .go)
    }

    @Test func `a success in between starts the count again`() {
        var rig = Rig()
        for index in 0..<20 {
            let isOutage = rig.fail("\(index)")
            #expect(!isOutage)
            if index % 4 == 3 { rig.outage.succeeded() }
        }
        #expect(!rig.outage.isOn)
    }

    @Test func `in an outage one is tried at a time, after a pause, and its success ends it`() {
        var rig = Rig()
        let early = (1..<Outage.threshold).map { rig.fail("\($0)") }
        let last = rig.fail("last")
        #expect(!early.contains(true) && last)
        guard case .hold(let until) = rig.verdict() else {
            Issue.record("nothing is held")
            return
        }
        rig.now = until
        let verdict2 = rig.verdict()
        #expect(verdict2 == .probe)
        guard case .hold = rig.verdict() else {
            Issue.record("a second probe beside the first")
            return
        }
        let isStillOut = rig.fail("probe", wasProbe: true)
        #expect(isStillOut)
        guard case .hold = rig.verdict() else {
            Issue.record("no pause after a failed probe")
            return
        }
        rig.now += .seconds(60)
        let verdict3 = rig.verdict()
        #expect(verdict3 == .probe)
        rig.outage.succeeded()
        let verdict4 = rig.verdict()
        #expect(verdict4 == .go)
    }

    @Test func `what the peer asks for is waited, up to two minutes`() {
        var rig = Rig()
        for index in 1...Outage.threshold { _ = rig.fail("\(index)", delay: .seconds(90)) }
        rig.now += .seconds(89)
        let verdict5 = rig.verdict()
        #expect(verdict5 != .probe)
        rig.now += .seconds(1)
        let verdict6 = rig.verdict()
        #expect(verdict6 == .probe)
        _ = rig.fail("x", delay: .seconds(86_400), wasProbe: true)
        rig.now += .seconds(121)
        let verdict7 = rig.verdict()
        #expect(verdict7 == .probe)
    }
}

@Suite struct SlowDownTests {
    @Test func `an outage of the peer empties no queue into the dead letters and is over with its end`() async throws {
        let broker = InMemoryBroker(delayScale: 0.001)
        await broker.declare(.aiWorker, types: [.messageReceived])
        let isDown = Mutex(true)
        let calls = Mutex(0)
        let most = Mutex((now: 0, peak: 0))
        let seen = Seen()
        let changes = Mutex<[Bool]>([])
        let slowDown = SlowDown(backoff: Backoff(first: .milliseconds(1), longest: .milliseconds(5))) { isSlow in
            changes.withLock { $0.append(isSlow) }
        }
        let handler: Handler = [slowDown].wrap { delivery in
            // A standing outage is probed one at a time; before it is noticed there may be more.
            let isNoticed = changes.withLock { $0 == [true] }
            most.withLock {
                $0.now += 1
                if isNoticed { $0.peak = max($0.peak, $0.now) }
            }
            defer { most.withLock { $0.now -= 1 } }
            let number = calls.withLock {
                $0 += 1
                return $0
            }
            await Task.yield()
            if isDown.withLock({ $0 }) {
                if number == 130 { isDown.withLock { $0 = false } }
                guard delivery.attempt < 3 else { return .giveUp(reason: "attempts used up") }
                return .retry(after: .milliseconds(1), reason: "503")
            }
            seen.add(delivery.message.id)
            return .done
        }
        let consumer = Task {
            try await broker.subscribe(
                Subscription(service: .aiWorker, types: [.messageReceived], partitions: 1, prefetch: 4),
                handler: handler)
        }
        for index in 0..<40 { try await broker.publish(makeMessage("c\(index)", 1)) }
        #expect(await eventually { seen.all.count == 40 })
        await slowDown.close()
        consumer.cancel()
        try await consumer.value
        #expect(await broker.deadLetters.isEmpty)
        #expect(changes.withLock { $0 } == [true, false])
        #expect(most.withLock { $0.peak } <= 5)
    }

    @Test func `closing lets go of what is held`() async throws {
        let slowDown = SlowDown { _ in }
        let handler: Handler = [slowDown].wrap { _ in .retry(after: .seconds(100), reason: "503") }
        func outcome(_ conversation: String) async throws -> Outcome {
            await handler(
                Delivery(message: try makeMessage(conversation, 1), attempt: 1, isRedelivered: false, queue: "q"))
        }
        for index in 1...Outage.threshold { _ = try await outcome("\(index)") }
        let held = Task { try await outcome("held") }
        await slowDown.close()
        #expect(try await held.value == .wait(.seconds(1), reason: "the service is shutting down"))
    }
}
