import Messaging
import Mongo
import Shared
import Store
import Synchronization
import TestSupport
import Testing

import struct FoundationEssentials.Date

@testable import AIWorker

@Suite(.enabled(if: TestDatabase.isThere, "SWITCHBOARD_TEST_MONGODB_URI is not set"), .timeLimit(.minutes(2)))
struct ForgettingTests {
    private static let olga = Approver(kind: .discord, id: "1", name: "Olga")

    private static func forget(_ scraper: Store) async throws -> Delivery {
        let start = try await scraper.write { try $0.forget(dana.id, by: olga) }
        guard case .started(let request) = start else { throw StoreError.missing("it did not start") }
        let asked = ErasureRequested(request: request, conversation: dana.id, requestedBy: olga.name)
        let header = EventHeader(
            id: EventID.make(), source: ServiceName.discordRelay.source, name: .erasureRequested, time: .now,
            conversation: dana.id, sequence: nil, causation: nil, origin: nil, trace: .start())
        return try delivery(Event(header: header, data: asked))
    }

    private static func mentions(_ store: Store) async throws -> [String] {
        let own = AIErasure.collections.map(\.name)
        return try await TestDatabase.mentions(of: [dana.id, "canary"], in: store).filter { found in
            own.contains { found.hasPrefix($0 + ":") }
        }
    }

    @Test func `everything of the conversation goes, and what the day has cost stays`() async throws {
        try await TestDatabase.with { scraper, worker in
            let event = try await scraper.appended(message(1))
            let header = event.message
            let cause = EventHeader(
                id: header.id, source: header.source, name: .messageReceived, time: header.time,
                conversation: dana.id, sequence: 1, causation: nil, origin: nil, trace: .start())
            try await worker.client.run { session in
                let paid = Completion(text: "canary", isRefusal: false, finish: .stop, model: "m")
                try session.keep(paid, request: 1, of: cause)
                try session.charge(AIUsage(tokens: 11, cost: 0.5), to: dana.id, at: Date())
            }
            let day = UsageDocument.day(of: Date())
            try await worker.write { transaction in
                var window = try transaction.sendWindow(dana.id)
                window.send(at: Date(), within: .seconds(60))
                try transaction.store(window, as: dana.id)
                try transaction.raiseBudgetAlert(.conversation, of: dana, day: day)
                var summary = SummaryDocument(conversation: dana.id, at: Date())
                summary.text = "canary"
                summary.revision = 1
                _ = try transaction.replace(with: summary)
                try transaction.noteMinorSign(in: dana.id)
            }
            #expect(try await Self.mentions(worker).count == 7)
            let erasure = try await Self.forget(scraper)
            let router = Model().router(worker)
            for _ in 0..<2 { #expect(await router.handle(erasure) == .done) }
            #expect(try await Self.mentions(worker) == [])
            let usage = try await worker.read { try $0.usage(of: nil, day: day) }
            #expect(usage == AIUsage(tokens: 11, cost: 0.5))
            #expect(
                try await worker.emitted().map(\.name) == [.alertRaised, .alertResolved, .erasureCompleted])
            let open = try await worker.read { try $0.openErasures(limit: 1) }
            #expect(open.first?.parts["ai-worker"]?.count == 5)
        }
    }

    @Test func `a request under way is ended, and its answer is kept nowhere`() async throws {
        try await TestDatabase.with { scraper, worker in
            let isAsked = Mutex(false)
            let watch = ConversationWatch()
            let model = Model {
                isAsked.withLock { $0 = true }
                // Until it is cancelled; the test fails when nothing does.
                try await Task.sleep(for: .seconds(60))
            }
            let router = model.router(worker, watch: watch)
            let event = try await scraper.appended(message(1, "canary"))
            try await withThrowingTaskGroup(of: Void.self) { group in
                group.addTask { await watch.run(worker) }
                let start = ContinuousClock.now
                async let outcome = router.handle(event)
                while !isAsked.withLock({ $0 }), ContinuousClock.now - start < .seconds(30) {
                    try await Task.sleep(for: .milliseconds(10))
                }
                // The stream may not be open yet: others are forgotten until it tells.
                let other = ConversationReference(id: "meetme:8", name: "Mia")
                let isOpen = Mutex(false)
                group.addTask {
                    _ = try await watch.untilNewer(than: 1, in: other.id) {
                        try await Task.sleep(for: .seconds(60))
                    }
                    isOpen.withLock { $0 = true }
                }
                while !isOpen.withLock({ $0 }), ContinuousClock.now - start < .seconds(30) {
                    try await worker.client.run { session in
                        let conversations = session.collection(ConversationDocument.collection)
                        _ = try conversations.updateOne(
                            ["_id": .string(other.id)],
                            [
                                "$set": [
                                    "name": "x", "lastSequence": .int64(0), "lastMessageSequence": .int64(0),
                                    "lastOrdinal": .int64(0),
                                ]
                            ], upsert: true)
                        _ = try conversations.deleteOne(["_id": .string(other.id)])
                    }
                    try await Task.sleep(for: .milliseconds(50))
                }
                let erasure = try await Self.forget(scraper)
                #expect(await outcome == .done)
                #expect(ContinuousClock.now - start < .seconds(40))
                #expect(await router.handle(erasure) == .done)
                #expect(try await Self.mentions(worker) == [])
                group.cancelAll()
                while let result = await group.nextResult() { _ = result }
            }
        }
    }
}
