import Logging
import Messaging
import Mongo
import Shared
import Synchronization
import TestSupport
import Testing

@testable import Store

@Suite(.enabled(if: TestDatabase.isThere, "SWITCHBOARD_TEST_MONGODB_URI is not set"))
struct OutboxTests {
    @Test func `the outbox is published in order and only once`() async throws {
        try await TestDatabase.with(.scraper) { store in
            let publisher = RecordingPublisher()
            let dispatcher = OutboxDispatcher(store: store, publisher: publisher, logger: Logger(label: "test"))
            let running = Task { try await dispatcher.run() }
            for ordinal in 1...20 as ClosedRange<Int64> {
                try await store.write { _ = try $0.append(message(ordinal)) }
            }
            #expect(try await eventually { publisher.published.count >= 20 })
            running.cancel()
            _ = try? await running.value
            #expect(publisher.published.map(\.sequence) == Array(1...20))
        }
    }

    @Test func `the outbox keeps what the broker does not take and goes on later`() async throws {
        try await TestDatabase.with(.scraper) { store in
            let publisher = RecordingPublisher()
            publisher.set(isDown: true)
            let dispatcher = OutboxDispatcher(
                store: store, publisher: publisher, logger: Logger(label: "test"), sweep: .milliseconds(20))
            let running = Task { try await dispatcher.run() }
            try await store.write { _ = try $0.append(message(1)) }
            try await store.write { _ = try $0.append(message(2)) }
            #expect(publisher.published.isEmpty)
            publisher.set(isDown: false)
            #expect(try await eventually { publisher.published.count == 2 })
            running.cancel()
            _ = try? await running.value
            #expect(publisher.published.map(\.sequence) == [1, 2])
        }
    }

    @Test func `a row of another instance is published without waiting for the sweep`() async throws {
        try await TestDatabase.with(.scraper) { store in
            let publisher = RecordingPublisher()
            let dispatcher = OutboxDispatcher(
                store: store, publisher: publisher, logger: Logger(label: "test"), sweep: .seconds(600))
            let running = Task { try await dispatcher.run() }
            // Another view of the same database: its commits do not wake the dispatcher by themselves.
            let other = Store(service: .scraper, client: store.client)
            var ordinal: Int64 = 0
            let deadline = ContinuousClock.now + .seconds(60)
            // The stream may open after the first of them.
            while publisher.published.count < 3, ContinuousClock.now < deadline {
                ordinal += 1
                let next = message(ordinal)
                try await other.write { _ = try $0.append(next) }
            }
            #expect(publisher.published.count >= 3)
            running.cancel()
            _ = try? await running.value
        }
    }

    @Test func `instances share the conversations, and one takes over what another leaves`() async throws {
        try await TestDatabase.with(.scraper) { store in
            let first = OutboxShare(store: store, holder: "elsewhere/1/a")
            let second = OutboxShare(store: store, holder: "elsewhere/2/b")
            let all = try await first.slots().slots
            #expect(all == Array(0..<OutboxSlot.count))
            // The first lets go of the second's share when it looks the next time.
            let none = try await second.slots().slots
            #expect(none.isEmpty)
            try await first.look()
            try await second.look()
            let (left, right) = (try await first.slots().slots, try await second.slots().slots)
            #expect(Set(left).isDisjoint(with: right))
            #expect(Set(left).union(right) == Set(0..<OutboxSlot.count))
            #expect(!left.isEmpty && !right.isEmpty)
            await first.release()
            try await second.look()
            let taken = try await second.slots().slots
            #expect(taken == all)
        }
    }

    @Test func `the slots of an instance that was killed on this machine are free at once`() async throws {
        try await TestDatabase.with(.scraper) { store in
            let here = InstanceID.current.host
            // The same process number with another nonce: that process is gone.
            let killed = OutboxShare(store: store, holder: "\(here)/\(InstanceID.current.pid)/old")
            let before = try await killed.slots().slots
            let after = try await OutboxShare(store: store).slots().slots
            #expect(before.count == OutboxSlot.count)
            #expect(after.count == OutboxSlot.count)
        }
    }

    @Test func `each new holder of a lease has a higher token`() async throws {
        try await TestDatabase.with(.scraper) { store in
            let first = LeaseBook(store: store, duration: .seconds(10), holder: "first")
            let second = LeaseBook(store: store, duration: .seconds(10), holder: "second")
            #expect(try await first.take("x") == 1)
            #expect(try await first.take("x") == 1)
            #expect(try await second.take("x") == nil)
            try await first.release(["x"])
            #expect(try await second.take("x") == 2)
            #expect(try await first.renew(["x"]) == false)
        }
    }
}

@Suite struct OutboxSlotTests {
    @Test func `a slot's owner changes only when the owner goes`() {
        let three = ["a", "b", "c"]
        for slot in 0..<OutboxSlot.count {
            let owner = OutboxSlot.owner(of: slot, among: three)
            for gone in three where gone != owner {
                #expect(OutboxSlot.owner(of: slot, among: three.filter { $0 != gone }) == owner)
            }
        }
    }

    @Test func `conversations spread over the slots, the same in every process`() {
        let counts = (0..<1600).reduce(into: [Int: Int]()) { $0[OutboxSlot.of("meetme:\($1)"), default: 0] += 1 }
        #expect(counts.count == OutboxSlot.count)
        #expect(counts.values.allSatisfy { (50...200).contains($0) })
        #expect(OutboxSlot.of("meetme:1") == 9)
    }
}
