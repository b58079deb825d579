import Logging
import Messaging
import Mongo
import Shared
import Store
import Synchronization
import TestSupport
import Testing

@testable import AIWorker

@Suite(.enabled(if: TestDatabase.isThere, "SWITCHBOARD_TEST_MONGODB_URI is not set"))
struct `Handling messages` {
    private func router(_ store: Store, _ model: Model, history: Int = 20) -> EventRouter {
        model.router(store, history: history)
    }

    @Test func `a message gets a draft that is bound to its text and to what it answers`() async throws {
        try await TestDatabase.with { scraper, worker in
            let model = Model()
            let router = router(worker, model)
            let event = try await scraper.appended(message(1, "How are you?"))
            #expect(await router.handle(event) == .done)
            let draft = try #require(try await worker.drafts().first)
            #expect(draft.text == "Answer 1")
            #expect(draft.textHash == TextHash.of("Answer 1"))
            #expect(draft.answers == event.message.sequence)
            #expect(draft.message == "meetme:7#1")
            #expect(draft.model == "m-1")
            let emitted = try await worker.emitted()
            #expect(emitted.map(\.name) == [.replyDrafted])
            #expect(emitted.first?.causation == event.message.id)
            #expect(emitted.first?.conversation == dana.id)
            #expect(model.asked.first?.last?.content.contains("How are you?") == true)
            #expect(model.notes.count == 1)
        }
    }

    @Test func `a message that comes twice is drafted for once and paid for once`() async throws {
        try await TestDatabase.with { scraper, worker in
            let model = Model()
            let router = router(worker, model)
            let event = try await scraper.appended(message(1))
            #expect(await router.handle(event) == .done)
            #expect(await router.handle(event) == .done)
            #expect(model.asked.count == 1)
            #expect(try await worker.emitted().count == 1)
        }
    }

    @Test func `a newer message voids the draft and gets its own`() async throws {
        try await TestDatabase.with { scraper, worker in
            let model = Model()
            let router = router(worker, model)
            _ = await router.handle(try await scraper.appended(message(1)))
            let second = try await scraper.appended(message(2, "still there?"))
            #expect(await router.handle(second) == .done)
            #expect(try await worker.drafts().map(\.text) == ["Answer 2"])
            let emitted = try await worker.emitted()
            #expect(emitted.map(\.name) == [.replyDrafted, .replyVoided, .replyDrafted])
            #expect(emitted.dropFirst().allSatisfy { $0.causation == second.message.id })
        }
    }

    @Test func `a message that was overtaken before it is read costs nothing`() async throws {
        try await TestDatabase.with { scraper, worker in
            let model = Model()
            let router = router(worker, model)
            let first = try await scraper.appended(message(1))
            let second = try await scraper.appended(message(2))
            #expect(await router.handle(first) == .done)
            #expect(model.asked.isEmpty)
            #expect(await router.handle(second) == .done)
            #expect(model.asked.count == 1)
        }
    }

    @Test func `a message that comes while the model writes makes the draft worthless`() async throws {
        try await TestDatabase.with { scraper, worker in
            let model = Model { _ = try await scraper.appended(message(2)) }
            let event = try await scraper.appended(message(1))
            #expect(await router(worker, model).handle(event) == .done)
            #expect(model.asked.count == 1)
            #expect(try await worker.drafts().isEmpty)
            #expect(try await worker.emitted().isEmpty)
        }
    }

    @Test func `a reply by hand while the model writes makes the draft worthless`() async throws {
        try await TestDatabase.with { scraper, worker in
            let model = Model { _ = try await scraper.appended(message(2, "on my own", .outgoing)) }
            let event = try await scraper.appended(message(1))
            #expect(await router(worker, model).handle(event) == .done)
            #expect(try await worker.drafts().isEmpty)
        }
    }

    @Test func `a reply by hand voids the draft, a reply of ours does not`() async throws {
        try await TestDatabase.with { scraper, worker in
            let router = router(worker, Model())
            _ = await router.handle(try await scraper.appended(message(1)))
            let draft = try #require(try await worker.drafts().first)
            let ours = try await scraper.appended(message(2, "Answer 1", .outgoing), draft: draft._id)
            #expect(await router.handle(ours) == .done)
            #expect(try await worker.drafts().count == 1)
            let byHand = try await scraper.appended(message(3, "by hand", .outgoing))
            #expect(await router.handle(byHand) == .done)
            #expect(try await worker.drafts().isEmpty)
            #expect(try await worker.emitted().last?.name == .replyVoided)
        }
    }

    @Test func `an edited message gets a new draft, one that no draft answers does not`() async throws {
        try await TestDatabase.with { scraper, worker in
            let model = Model()
            let router = router(worker, model)
            let first = try await scraper.appended(message(1))
            func edit(_ message: ChatMessage, _ version: Int) async throws -> Delivery {
                let payload = MessageEdited(message: message, version: version)
                let header = try await scraper.write { try $0.emit(payload, conversation: dana) }
                return try delivery(Event(header: header, data: payload))
            }
            #expect(await router.handle(try await edit(message(1, "early"), 2)) == .done)
            #expect(model.asked.isEmpty)
            _ = await router.handle(first)
            #expect(await router.handle(try await edit(message(1, "later"), 3)) == .done)
            let drafts = try await worker.drafts()
            #expect(drafts.map(\.text) == ["Answer 2"])
            #expect(drafts.first?.answers == first.message.sequence)
        }
    }

    @Test func `a deleted message voids the draft that answers it`() async throws {
        try await TestDatabase.with { scraper, worker in
            let router = router(worker, Model())
            _ = await router.handle(try await scraper.appended(message(1)))
            let payload = MessageDeleted(conversation: dana, message: "meetme:7#1", noticedAt: .now)
            let header = try await scraper.write { try $0.emit(payload, conversation: dana) }
            #expect(await router.handle(try delivery(Event(header: header, data: payload))) == .done)
            #expect(try await worker.drafts().isEmpty)
        }
    }

    @Test func `nothing is drafted where the mode is off`() async throws {
        try await TestDatabase.with { scraper, worker in
            let model = Model()
            let event = try await scraper.appended(message(1))
            try await worker.write { transaction in
                _ = try transaction.session.collection(ConversationDocument.collection).updateOne(
                    ["_id": .string(dana.id)], ["$set": ["mode": "off"]])
            }
            #expect(await router(worker, model).handle(event) == .done)
            #expect(model.asked.isEmpty)
        }
    }

    @Test func `a service that is down leaves the event for later, and works when it is back`() async throws {
        try await TestDatabase.with { scraper, worker in
            let model = Model()
            let router = router(worker, model)
            let event = try await scraper.appended(message(1))
            model.fail(AIServiceError(.busy, "cannot answer now", requestedDelay: .seconds(7)))
            #expect(await router.handle(event) == .retry(after: .seconds(7), reason: "cannot answer now"))
            #expect(model.notes.last == AIServiceError(.busy, "cannot answer now", requestedDelay: .seconds(7)))
            model.fail(nil)
            #expect(await router.handle(event) == .done)
            #expect(try await worker.drafts().count == 1)
            #expect(model.notes.last == .some(nil))
        }
    }

    @Test func `a refusal of the conversation itself is given up with the reason`() async throws {
        try await TestDatabase.with { scraper, worker in
            let model = Model()
            model.fail(AIServiceError(.contentRefused, "filtered"))
            let event = try await scraper.appended(message(1))
            #expect(await router(worker, model).handle(event) == .giveUp(reason: "final: filtered"))
        }
    }

    @Test func `the model sees as many messages as the setting says, oldest first`() async throws {
        try await TestDatabase.with { scraper, worker in
            let model = Model()
            for ordinal in 1...5 { _ = try await scraper.appended(message(Int64(ordinal), "text \(ordinal)")) }
            let last = try await scraper.appended(message(6, "text 6"))
            _ = await router(worker, model, history: 3).handle(last)
            let content = try #require(model.asked.first?.last?.content)
            #expect(!content.contains("text 3"))
            let places = ["text 4", "text 5", "text 6"].compactMap { content.firstRange(of: $0)?.lowerBound }
            #expect(places.count == 3 && places == places.sorted())
        }
    }
}
