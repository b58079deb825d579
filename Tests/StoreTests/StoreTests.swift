import Logging
import Messaging
import Mongo
import Shared
import Store
import Synchronization
import TestSupport
import Testing

/// Takes what is published; refuses while told to.
final class RecordingPublisher: Publisher {
    private let state = Mutex<(published: [Message], isDown: Bool)>(([], false))

    var published: [Message] { state.withLock { $0.published } }
    func set(isDown: Bool) { state.withLock { $0.isDown = isDown } }

    func publish(_ message: Message) async throws(PublishError) {
        let isDown = state.withLock { state in
            if !state.isDown { state.published.append(message) }
            return state.isDown
        }
        if isDown { throw PublishError(code: .disconnected, message: "down") }
    }
}

@Suite(.enabled(if: TestDatabase.isThere, "SWITCHBOARD_TEST_MONGODB_URI is not set"))
struct StoreTests {
    @Test func `an event is handled once however often it comes`() async throws {
        try await TestDatabase.with(.scraper) { store in
            let event = header()
            let first = try await store.handle(event) { try $0.append(message(1)).sequence }
            let second = try await store.handle(event) { try $0.append(message(2)).sequence }
            #expect(first == 1)
            #expect(second == nil)
            #expect(try await store.isHandled(event.id))
            let stored = try await store.read { try $0.recentMessages(of: anna.id, limit: 10) }
            #expect(stored.map(\.ordinal) == [1])
        }
    }

    @Test func `a handler that throws leaves nothing behind`() async throws {
        struct Broken: Error {}
        try await TestDatabase.with(.scraper) { store in
            let event = header()
            await #expect(throws: Broken.self) {
                try await store.handle(event) { transaction in
                    _ = try transaction.append(message(1))
                    throw Broken()
                }
            }
            let isHandled = try await store.isHandled(event.id)
            let conversation = try await store.read { try $0.conversation(anna.id) }
            #expect(!isHandled)
            #expect(conversation == nil)
        }
    }

    @Test func `events of a conversation are numbered without holes by many writers`() async throws {
        try await TestDatabase.with(.scraper) { store in
            let sequences = try await withThrowingTaskGroup(of: Int64?.self) { group in
                for _ in 0..<40 {
                    group.addTask {
                        try await store.write {
                            try $0.emit(
                                ConversationUpdated(conversation: anna, unread: 1, mode: nil, claimedBy: nil),
                                conversation: anna
                            ).sequence
                        }
                    }
                }
                return try await group.reduce(into: []) { $0.append($1) }
            }
            #expect(sequences.compactMap { $0 }.sorted() == Array(1...40))
        }
    }

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

    @Test func `two presses at once decide a draft once`() async throws {
        try await TestDatabase.with(.discordRelay) { store in
            try await store.write { _ = try $0.offer(drafted("d1", answers: 1)) }
            let moved = try await withThrowingTaskGroup(of: Bool.self) { group in
                for _ in 0..<20 {
                    group.addTask {
                        try await store.write { try $0.move(draft: "d1", from: [.offered], to: .approved) != nil }
                    }
                }
                return try await group.reduce(into: 0) { $0 += $1 ? 1 : 0 }
            }
            #expect(moved == 1)
        }
    }

    @Test func `a newer message voids the drafts before it and tells so`() async throws {
        try await TestDatabase.with(.scraper) { store in
            try await store.write { transaction in
                let first = try transaction.append(message(1))
                _ = try transaction.offer(drafted("d1", answers: first.sequence ?? 0))
            }
            let voided = try await store.write { transaction in
                let next = try transaction.append(message(2))
                return try transaction.voidDrafts(of: anna, olderThan: next.sequence ?? 0, reason: .newerMessage).count
            }
            #expect(voided == 1)
            #expect(try await store.read { try $0.draft("d1")?.state } == .voided)
        }
    }

    @Test func `a reply of ours does not make drafts out of date and a message by hand does`() async throws {
        try await TestDatabase.with(.scraper) { store in
            let first = try await store.write { try $0.append(message(1)).sequence }
            try await store.write { _ = try $0.append(message(2, "ours", .outgoing), draft: "d1") }
            #expect(try await store.read { try $0.conversation(anna.id)?.lastMessageSequence } == first)
            let byHand = try await store.write { try $0.append(message(3, "mine", .outgoing)).sequence }
            #expect(try await store.read { try $0.conversation(anna.id)?.lastMessageSequence } == byHand)
        }
    }

    @Test func `an effect is fresh, then attempted, then done`() async throws {
        try await TestDatabase.with(.scraper) { store in
            #expect(try await store.intend(effect: "e", conversation: anna.id) == .fresh)
            #expect(try await store.intend(effect: "e", conversation: anna.id) == .fresh)
            try await store.attempt(effect: "e")
            guard case .attempted = try await store.intend(effect: "e", conversation: anna.id) else {
                Issue.record("not attempted")
                return
            }
            try await store.complete(effect: "e", externalID: "42")
            #expect(try await store.intend(effect: "e", conversation: anna.id) == .done(externalID: "42"))
        }
    }

    @Test func `a parked message holds the later ones until it is released`() async throws {
        try await TestDatabase.with(.scraper) { store in
            let gate = ParkingGate(store: store)
            func envelope(_ sequence: Int64, _ id: String) throws -> Message {
                var header = header(id)
                header.sequence = sequence
                return Message(header: header, body: [])
            }
            let (first, second) = (try envelope(1, "a"), try envelope(2, "b"))
            #expect(try await gate.mustWait(second) == false)
            try await gate.park(first)
            try await gate.park(first)
            #expect(try await gate.mustWait(second))
            #expect(try await gate.mustWait(first) == false)
            try await gate.release(first)
            #expect(try await gate.mustWait(second) == false)
        }
    }

    @Test func `a newer schema is refused and many may prepare at once`() async throws {
        try await TestDatabase.with(.scraper) { store in
            let client = store.client
            try await withThrowingTaskGroup(of: Void.self) { group in
                for _ in 0..<6 { group.addTask { try await store.prepare(declaring: []) } }
                try await group.waitForAll()
            }
            try await client.run {
                _ = try $0.collection("schema").updateOne(["_id": "schema"], ["$set": ["version": .int64(99)]])
            }
            await #expect(throws: StoreError.newerSchema(found: 99, known: Schema.version)) {
                try await store.prepare(declaring: [])
            }
        }
    }
}
