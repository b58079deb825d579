import Messaging
import Mongo
import Shared
import Synchronization
import TestSupport
import Testing

@testable import Store

@Suite(.enabled(if: TestDatabase.isThere, "SWITCHBOARD_TEST_MONGODB_URI is not set"))
struct ConsequencesTests {
    struct Interrupted: Error {}

    /// What was done to the outside world, in order.
    final class World: Sendable {
        private let log = Mutex<[String]>([])
        var done: [String] { log.withLock { $0 } }
        func act(_ name: String) { log.withLock { $0.append(name) } }

        func effect(_ name: String, _ outcome: Effect.Outcome? = nil) -> Effect {
            Effect(name, in: anna.id) { attempt in
                try await attempt.begin()
                self.act(name)
                return outcome ?? .done(externalID: "id of \(name)")
            }
        }
    }

    private static func standing(_ key: String, _ store: Store) async throws -> EffectStanding {
        try await store.read { try $0.standing(ofEffect: key) }
    }

    @Test func `effects come first and in order, then the changes, then what is of use afterwards`() async throws {
        try await TestDatabase.with(.scraper) { store in
            let world = World()
            let consequences = Consequences([world.effect("a"), world.effect("b")]) { transaction in
                world.act("changes")
                return try transaction.append(message(1)).sequence
            } afterwards: { sequence in
                world.act("afterwards \(sequence ?? 0)")
            }
            let event = header()
            try await consequences.carryOut(after: event, in: store)
            try await consequences.carryOut(after: event, in: store)
            #expect(world.done == ["a", "b", "changes", "afterwards 1"])
            #expect(try await Self.standing("a", store) == .done(externalID: "id of a"))
            #expect(try await Self.standing("b", store) == .done(externalID: "id of b"))
            #expect(try await store.isHandled(event.id))
        }
    }

    @Test func `what was done before an interruption is not done again, and the rest is`() async throws {
        try await TestDatabase.with(.scraper) { store in
            let world = World()
            let event = header()
            let broken = Effect("b", in: anna.id) { _ in throw Interrupted() }
            await #expect(throws: Interrupted.self) {
                try await Consequences([world.effect("a"), broken], changes: { _ in })
                    .carryOut(after: event, in: store)
            }
            #expect(try await !store.isHandled(event.id))
            try await Consequences([world.effect("a"), world.effect("b")], changes: { _ in })
                .carryOut(after: event, in: store)
            #expect(world.done == ["a", "b"])
        }
    }

    @Test func `an attempt of unknown result is told to the next one, and can be taken back`() async throws {
        try await TestDatabase.with(.scraper) { store in
            let seen = World()
            func effect(_ body: @escaping @Sendable (EffectAttempt) async throws -> Void) -> Effect {
                Effect("e", in: anna.id) { attempt in
                    if case .attempted = attempt.standing { seen.act("attempted") } else { seen.act("fresh") }
                    try await body(attempt)
                    throw Interrupted()
                }
            }
            let claim: @Sendable (EffectAttempt) async throws -> Void = { attempt in
                seen.act(try await attempt.claim() ? "claimed" : "somebody else's")
            }
            for body: @Sendable (EffectAttempt) async throws -> Void in [
                { _ in }, { try await $0.begin() }, { try await $0.withdraw() }, claim, claim,
            ] {
                _ = try? await store.carryOut(effect(body))
            }
            #expect(seen.done == ["fresh", "fresh", "attempted", "fresh", "claimed", "attempted", "somebody else's"])
        }
    }

    @Test func `an ambiguous effect is never done again, and what it tells is stored`() async throws {
        try await TestDatabase.with(.scraper) { store in
            let world = World()
            let ambiguous = world.effect("a", .ambiguous { _ = try $0.append(message(1)) })
            let first = try await store.carryOut(ambiguous)
            let second = try await store.carryOut(ambiguous)
            #expect(first == .ambiguous && second == .ambiguous)
            #expect(world.done == ["a"])
            #expect(try await store.read { try $0.recentMessages(of: anna.id, limit: 9).count } == 1)
        }
    }

    @Test func `an effect whose changes fail is not done, and is asked again`() async throws {
        try await TestDatabase.with(.scraper) { store in
            let world = World()
            let event = header()
            await #expect(throws: Interrupted.self) {
                try await Consequences([world.effect("a")]) { _ in throw Interrupted() }
                    .carryOut(after: event, in: store)
            }
            guard case .attempted = try await Self.standing("a", store) else {
                Issue.record("the attempt is not on record")
                return
            }
            #expect(try await !store.isHandled(event.id))
            try await Consequences(world.effect("a")).carryOut(after: event, in: store)
            #expect(world.done == ["a", "a"])
            #expect(try await Self.standing("a", store) == .done(externalID: "id of a"))
        }
    }

    @Test func `an unknown commit is no reason to give an event up, and a missing record is one`() throws {
        let event = Event(header: header(), data: MessageReceived(message: message(1)))
        let delivery = Delivery(message: try Message(event), attempt: 1, isRedelivered: false, queue: "q")
        let failures = FailureHandling()
        guard case .retry = failures.outcome(of: StoreError.outcomeUnknown("lost"), handling: delivery),
            case .giveUp = failures.outcome(of: StoreError.missing("it"), handling: delivery)
        else {
            Issue.record("an unknown commit was given up, or a missing record was not")
            return
        }
    }

    @Test func `a router carries consequences out, and writes what a given up event leaves`() async throws {
        try await TestDatabase.with(.aiWorker) { store in
            let event = Event(header: header(), data: MessageReceived(message: message(1)))
            var router = EventRouter()
            router.on(MessageReceived.self, in: store) { event, _ in
                Consequences { _ = try $0.offer(drafted("d", answers: event.header.sequence ?? 0)) }
            }
            let delivery = Delivery(message: try Message(event), attempt: 1, isRedelivered: false, queue: "q")
            #expect(await router.handle(delivery) == .done)
            #expect(await router.handle(delivery) == .done)
            #expect(try await store.read { try $0.offeredDrafts(of: anna.id).map(\._id) } == ["d"])

            router.on(MessageReceived.self, in: store) { _, _ in
                throw StoreError.missing("what the test took away")
            } givingUp: { _, reason in
                { _ = try $0.append(message(2, reason)) }
            }
            let other = Event(header: header(), data: event.data)
            let outcome = await router.handle(
                Delivery(message: try Message(other), attempt: 1, isRedelivered: false, queue: "q"))
            guard case .giveUp(let reason) = outcome else {
                Issue.record("not given up: \(outcome)")
                return
            }
            let texts = try await store.read { try $0.recentMessages(of: anna.id, limit: 9).map(\.text) }
            #expect(texts == [reason])
        }
    }
}
