import Logging
import Messaging
import Mongo
import Shared
import Store
import TestSupport
import Testing

@testable import Scraper

/// What a person wrote or edited in Discord, from its approval to the page.
@Suite(.enabled(if: TestDatabase.isThere, "SWITCHBOARD_TEST_MONGODB_URI is not set"))
struct PersonReplyTypingTests {
    private static let dana = ConversationReference(id: "meetme:7", name: "Dana")
    private static let olga = Approver(kind: .discord, id: "1", name: "Olga")

    /// A conversation in which somebody wrote "hi".
    private struct Scene {
        let store: Store
        let site: ScriptedSite
        let conversations: ConversationStore
        let router: EventRouter

        static func with(_ body: (Scene) async throws -> Void) async throws {
            try await TestDatabase.with(.scraper) { store in
                let logger = Logger(label: "test", factory: { _ in SwiftLogNoOpLogHandler() })
                let site = ScriptedSite()
                site.show("hi")
                let conversations = ConversationStore(store: store, catchUp: 50, logger: logger)
                try await conversations.record(site.transcript, of: dana)
                let handler = ReplyHandler(
                    site: site, store: store, conversations: conversations, locks: ConversationLocks(),
                    pacer: SendPacer(perHour: 1000, gap: .zero), logger: logger)
                try await body(
                    Scene(store: store, site: site, conversations: conversations, router: handler.router))
            }
        }

        /// The event of a reply that was just approved, as the broker brings it.
        func delivery(_ decision: ReplyDecision) async throws -> Delivery {
            guard case .approved(let header) = decision else { throw StoreError.missing("it was not approved") }
            struct Row: Decodable { var body: [UInt8] }
            let row = try await store.client.run { session in
                try session.collection("outbox").findOne(as: Row.self, filter: ["_id": .string(header.id)])
            }
            let message = Message(header: header, body: try #require(row).body)
            return Delivery(message: message, attempt: 1, isRedelivered: false, queue: "q")
        }

        func write(_ text: String = "hello") async throws -> ReplyDecision {
            try await store.write {
                try $0.reply("discord-1", text, in: dana.id, seen: nil, at: .now, by: olga)
            }
        }

        func state(_ draft: String = "discord-1") async throws -> DraftDocument.State? {
            try await store.read { try $0.draft(draft)?.state }
        }
    }

    @Test func `A reply that a person wrote is typed once, however often it is written and told`() async throws {
        try await Scene.with { scene async throws in
            let event = try await scene.delivery(try await scene.write())
            #expect(try await scene.write() == .decided(.approved))
            #expect(await scene.router.handle(event) == .done)
            #expect(await scene.router.handle(event) == .done)
            #expect(scene.site.typed == 1)
            #expect(try await scene.state() == .delivered)
            #expect(try await scene.write() == .decided(.delivered))
        }
    }

    @Test func `A message that came after it was written stops it`() async throws {
        try await Scene.with { scene async throws in
            let event = try await scene.delivery(try await scene.write())
            scene.site.show("wait!")
            try await scene.conversations.record(scene.site.transcript, of: Self.dana)
            #expect(await scene.router.handle(event) == .done)
            #expect(scene.site.typed == 0)
            #expect(try await scene.state() == .failed)
        }
    }

    @Test func `What a person made of a draft is typed, and not the draft`() async throws {
        try await Scene.with { scene async throws in
            let decision = try await scene.store.write { transaction in
                let answers = try transaction.conversation(Self.dana.id)?.lastMessageSequence ?? 0
                try transaction.offer(
                    ReplyDrafted(
                        draft: "d1", conversation: Self.dana, text: "helo", textHash: TextHash.of("helo"),
                        answers: answers, message: "meetme:7#1", model: "m", held: nil))
                return try transaction.approve("d1", as: "hello", by: Self.olga)
            }
            #expect(await scene.router.handle(try await scene.delivery(decision)) == .done)
            #expect(scene.site.typed == 1)
            let stored = try await scene.store.read { try $0.recentMessages(of: Self.dana.id, limit: 1) }
            #expect(stored.map(\.text) == ["hello"] && stored.first?.draft == "d1")
            #expect(try await scene.state("d1") == .delivered)
        }
    }

    @Test func `Nothing is typed while it is paused, no attempt is counted, and it goes on afterwards`() async throws {
        try await Scene.with { scene async throws in
            let event = try await scene.delivery(try await scene.write())
            #expect(try await scene.store.write { try $0.pauseTyping(by: Self.olga) })
            #expect(try await scene.store.write { try $0.pauseTyping(by: Self.olga) } == false)
            guard case .wait = await scene.router.handle(event) else {
                Issue.record("it did not wait")
                return
            }
            #expect(scene.site.typed == 0)
            #expect(try await scene.store.write { try $0.resumeTyping() })
            #expect(await scene.router.handle(event) == .done)
            #expect(scene.site.typed == 1)
        }
    }
}
