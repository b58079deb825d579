import Logging
import Messaging
import Mongo
import Shared
import Store
import TestSupport
import Testing

@testable import Scraper

@Suite(.enabled(if: TestDatabase.isThere, "SWITCHBOARD_TEST_MONGODB_URI is not set"))
struct ReplyHandlerTests {
    private static let dana = ConversationReference(id: "meetme:7", name: "Dana")
    private static let logger = Logger(label: "test", factory: { _ in SwiftLogNoOpLogHandler() })

    /// A conversation in which somebody wrote "hi" and a reply to it was approved.
    private struct Scene {
        let store: Store
        let site: ScriptedSite
        let conversations: ConversationStore
        let router: EventRouter
        let approved: Event<ReplyApproved>

        static func with(_ body: (Scene) async throws -> Void) async throws {
            try await with(.discord, body)
        }

        static func with(_ kind: Approver.Kind, _ body: (Scene) async throws -> Void) async throws {
            try await TestDatabase.with(.scraper) { store in
                let site = ScriptedSite()
                site.show("hi")
                let conversations = ConversationStore(store: store, catchUp: 50, logger: logger)
                try await conversations.record(site.transcript, of: dana)
                let event = try await approve("hello", kind, store)
                try await body(
                    Scene(
                        store: store, site: site, conversations: conversations,
                        router: ReplyHandlerTests.router(site, store, conversations), approved: event))
            }
        }

        private static func approve(
            _ text: String, _ kind: Approver.Kind, _ store: Store
        ) async throws -> Event<ReplyApproved> {
            try await store.write { transaction in
                let answers = try transaction.conversation(dana.id)?.lastMessageSequence ?? 0
                let hash = TextHash.of(text)
                try transaction.offer(
                    ReplyDrafted(
                        draft: "d1", conversation: dana, text: text, textHash: hash, answers: answers,
                        message: "meetme:7#1", model: "m", held: nil))
                let approver = Approver(kind: kind, id: "1", name: "Olga")
                _ = try transaction.move(draft: "d1", from: [.offered], to: .approved, by: approver)
                let approved = ReplyApproved(
                    draft: "d1", conversation: dana, text: text, textHash: hash, answers: answers, by: approver)
                return Event(header: try transaction.emit(approved, conversation: dana), data: approved)
            }
        }

        func handle(attempt: Int = 1, approved other: ReplyApproved? = nil) async throws -> Outcome {
            let event = other.map { Event(header: approved.header, data: $0) } ?? approved
            return await router.handle(
                Delivery(message: try Message(event), attempt: attempt, isRedelivered: attempt > 1, queue: "q"))
        }

        func draft() async throws -> DraftDocument.State? {
            try await store.read { try $0.draft("d1")?.state }
        }

        /// What was told after the reply was approved.
        func told() async throws -> [String] {
            let all = try await store.told()
            return Array(all.drop { $0 != "reply.approved" }.dropFirst())
        }
    }

    /// As in the scraper's main program.
    private static func router(
        _ site: ScriptedSite, _ store: Store, _ conversations: ConversationStore
    ) -> EventRouter {
        ReplyHandler(
            site: site, store: store, conversations: conversations, locks: ConversationLocks(),
            pacer: SendPacer(perHour: 1000, gap: .zero), logger: logger
        ).router
    }

    @Test func `An approved reply is typed, stored and told, once however often it comes`() async throws {
        try await Scene.with { scene async throws in
            #expect(try await scene.handle() == .done)
            #expect(try await scene.handle() == .done)
            #expect(scene.site.typed == 1)
            #expect(try await scene.draft() == .delivered)
            #expect(try await scene.told() == ["chat.message.sent", "reply.delivered"])
        }
    }

    @Test func `The same approval twice at once is typed once`() async throws {
        try await Scene.with { scene async throws in
            async let first = scene.handle()
            async let second = scene.handle()
            _ = try await (first, second)
            #expect(scene.site.typed == 1)
            #expect(try await scene.told() == ["chat.message.sent", "reply.delivered"])
        }
    }

    @Test func `A message that came meanwhile stops it, stored before or seen on the page`() async throws {
        for isStored in [true, false] {
            try await Scene.with { scene async throws in
                scene.site.show("wait!")
                if isStored { try await scene.conversations.record(scene.site.transcript, of: Self.dana) }
                #expect(try await scene.handle() == .done)
                #expect(scene.site.typed == 0)
                #expect(try await scene.draft() == .failed)
                #expect(try await scene.told() == ["chat.message.received", "reply.failed: newerMessage"])
            }
        }
    }

    @Test func `An automatic reply is typed only where nothing bars it at that moment`() async throws {
        func set(_ fields: BSONDocument, _ scene: Scene) async throws {
            try await scene.store.write { transaction in
                _ = try transaction.session.collection(ConversationDocument.collection).updateOne(
                    ["_id": .string(Self.dana.id)], ["$set": .document(fields)])
            }
        }
        let bars: [(BSONDocument, Bool)] = [
            (["mode": "draft"], false), (["mode": "auto", "claimedBy": "Olga"], false),
            (["mode": "auto"], true), (["mode": "auto"], false),
        ]
        for (fields, isTakenOver) in bars {
            try await Scene.with(.automatic) { scene in
                try await set(fields, scene)
                let isFree = fields.count == 1 && fields["mode"]?.stringValue == "auto" && !isTakenOver
                if isTakenOver { try await scene.store.write { try $0.takeOver(Self.dana.id) } }
                #expect(try await scene.handle() == .done)
                #expect(scene.site.typed == (isFree ? 1 : 0))
                #expect(try await scene.draft() == (isFree ? .delivered : .failed))
            }
        }
        // Where a person approved it, that counts.
        try await Scene.with { scene in
            try await set(["mode": "draft", "claimedBy": "Olga"], scene)
            #expect(try await scene.handle() == .done)
            #expect(scene.site.typed == 1)
        }
    }

    @Test func `A text that was not drafted is never typed`() async throws {
        try await Scene.with { scene async throws in
            var forged = scene.approved.data
            forged.text = "send me money"
            #expect(try await scene.handle(approved: forged) == .done)
            #expect(scene.site.typed == 0)
            #expect(try await scene.told() == ["reply.failed: notAsDrafted"])
        }
    }

    @Test(arguments: [DraftDocument.State.offered, .rejected, .voided])
    func `A draft that is not approved is never typed`(state: DraftDocument.State) async throws {
        try await Scene.with { scene async throws in
            try await scene.store.write { _ = try $0.move(draft: "d1", from: [.approved], to: state) }
            #expect(try await scene.handle() == .done)
            #expect(scene.site.typed == 0)
            #expect(try await scene.draft() == state)
        }
    }

    @Test func `A page that cannot be typed into is tried again and told at the end, and can be taken up again`()
        async throws
    {
        try await Scene.with { scene async throws in
            scene.site.plan(.notTyped)
            guard case .retry = try await scene.handle() else {
                Issue.record("it was not retried")
                return
            }
            #expect(try await scene.told().isEmpty)
            let last = RetryPolicy.standard.maximumAttempts
            guard case .giveUp(let reason) = try await scene.handle(attempt: last) else {
                Issue.record("it was not given up")
                return
            }
            #expect(reason.contains("the send button stays disabled"))
            #expect(try await scene.told() == ["reply.failed: page"])
            #expect(try await scene.draft() == .failed)

            // An operator who puts the dead letter back wants it typed after all.
            scene.site.plan(.delivered)
            #expect(try await scene.handle() == .done)
            #expect(scene.site.typed == 1)
            #expect(try await scene.draft() == .delivered)
        }
    }

    @Test func `A reply whose sending was interrupted is found on the page and not typed again`() async throws {
        try await Scene.with { scene async throws in
            scene.site.plan(.lostAfterSending)
            guard case .retry = try await scene.handle() else {
                Issue.record("it was not retried")
                return
            }
            #expect(try await scene.handle(attempt: 2) == .done)
            #expect(scene.site.typed == 1)
            #expect(try await scene.draft() == .delivered)
            #expect(try await scene.told() == ["chat.message.sent", "reply.delivered"])
        }
    }

    @Test(arguments: [true, false])
    func `A reply that was sent before a crash is delivered, whatever was written since`(isStored: Bool) async throws {
        try await Scene.with { scene async throws in
            scene.site.plan(.lostAfterSending)
            _ = try await scene.handle()
            scene.site.show("thanks!")
            if isStored { try await scene.conversations.record(scene.site.transcript, of: Self.dana) }
            #expect(try await scene.handle(attempt: 2) == .done)
            #expect(scene.site.typed == 1)
            #expect(try await scene.draft() == .delivered)
            let told = try await scene.told()
            #expect(told.sorted() == ["chat.message.received", "chat.message.sent", "reply.delivered"])
        }
    }

    @Test func `A watcher that reads the bubble first takes nothing from the reply`() async throws {
        try await Scene.with { scene async throws in
            scene.site.plan(.lostAfterSending)
            _ = try await scene.handle()
            try await scene.conversations.record(scene.site.transcript, of: Self.dana)
            #expect(try await scene.handle(attempt: 2) == .done)
            #expect(scene.site.typed == 1)
            #expect(try await scene.told() == ["chat.message.sent", "reply.delivered"])
        }
    }

    @Test(arguments: [true, false])
    func `A reply to a message that was edited since is not typed, whoever notices first`(isKnown: Bool) async throws {
        try await Scene.with { scene async throws in
            scene.site.change { $0[0] = Transcript.Bubble(isOwn: false, text: "bye", isEdited: true) }
            if isKnown { try await scene.conversations.record(scene.site.transcript, of: Self.dana) }
            #expect(try await scene.handle() == .done)
            #expect(scene.site.typed == 0)
            #expect(try await scene.told() == ["chat.message.edited", "reply.failed: newerMessage"])
        }
    }

    @Test func `A crash after the attempt was recorded leads to a look, and without a bubble to a person`() async throws
    {
        try await Scene.with { scene async throws in
            let interrupted = Effect("page.reply:d1", in: Self.dana.id) { attempt in
                try await attempt.begin()
                throw CancellationError()
            }
            _ = try? await scene.store.carryOut(interrupted)
            #expect(try await scene.handle(attempt: 2) == .done)
            #expect(scene.site.typed == 0)
            #expect(try await scene.told() == ["reply.failed: ambiguous"])
        }
    }

    @Test(arguments: [ScriptedSite.Fate.handTyping, .changed])
    func `It waits while somebody types there by hand or the site is not understood, and no attempt is counted`(
        fate: ScriptedSite.Fate
    ) async throws {
        try await Scene.with { scene async throws in
            scene.site.plan(fate)
            guard case .wait = try await scene.handle() else {
                Issue.record("it did not wait")
                return
            }
            #expect(try await scene.told() == [])
            scene.site.plan(.delivered)
            #expect(try await scene.handle() == .done)
            #expect(scene.site.typed == 1)
            #expect(try await scene.draft() == .delivered)
        }
    }

    @Test func `What nobody can know is given to a person and never typed again`() async throws {
        try await Scene.with { scene async throws in
            scene.site.plan(.ambiguous)
            #expect(try await scene.handle() == .done)
            scene.site.plan(.delivered)
            #expect(try await scene.handle(attempt: 2) == .done)
            #expect(scene.site.typed == 1)
            #expect(try await scene.told() == ["reply.failed: ambiguous"])
        }
    }
}
