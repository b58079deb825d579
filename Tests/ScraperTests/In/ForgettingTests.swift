import Logging
import Messaging
import Mongo
import Shared
import Store
import Synchronization
import TestSupport
import Testing

@testable import Scraper

@Suite(.enabled(if: TestDatabase.isThere, "SWITCHBOARD_TEST_MONGODB_URI is not set"), .timeLimit(.minutes(2)))
struct ForgettingTests {
    private static let dana = ConversationReference(id: "meetme:7", name: "Dana Reyes")
    private static let canary = "the canary sings at seven"
    private static let olga = Approver(kind: .discord, id: "1", name: "Olga")
    private static let words = [dana.id, "Dana", canary]

    private struct Scene: Sendable {
        let store: Store
        let site = ScriptedSite()
        let conversations: ConversationStore
        let router: EventRouter

        static func with(_ body: @escaping @Sendable (Scene) async throws -> Void) async throws {
            try await TestDatabase.with(.scraper, declaring: [AttachmentDocument.declaration]) { store in
                let scene = Scene(store)
                var bubble = Transcript.Bubble(id: "b1", isOwn: false, author: "Dana Reyes", text: canary, at: nil)
                bubble.attachments = [ShownAttachment(kind: .image, address: "https://example.org/\(canary)")]
                let first = bubble
                scene.site.change { $0 = [first] }
                try await scene.look()
                try await body(scene)
            }
        }

        private init(_ store: Store) {
            self.store = store
            conversations = ConversationStore(store: store, catchUp: 50, attachments: WakeSignal(), logger: .silent)
            var router = ReplyHandler(
                site: site, store: store, conversations: conversations, locks: ConversationLocks(),
                pacer: SendPacer(perHour: 1000, gap: .zero), logger: .silent
            ).router
            router.onErasure(in: store) { ConversationErasure.part($0) }
            self.router = router
        }

        func look() async throws { try await conversations.record(site.transcript, of: dana) }

        func approve() async throws -> Event<ReplyApproved> {
            try await store.write { transaction in
                let answers = try transaction.conversation(dana.id)?.lastMessageSequence ?? 0
                let hash = TextHash.of("hello")
                try transaction.offer(
                    ReplyDrafted(
                        draft: "d1", conversation: dana, text: "hello", textHash: hash, answers: answers,
                        message: "meetme:7#1", model: "m", held: nil))
                _ = try transaction.move(draft: "d1", from: [.offered], to: .approved, by: olga)
                let approved = ReplyApproved(
                    draft: "d1", conversation: dana, text: "hello", textHash: hash, answers: answers, by: olga)
                return Event(header: try transaction.emit(approved, conversation: dana), data: approved)
            }
        }

        /// Begins it, and gives the event that asks for it.
        func forget() async throws -> Delivery {
            let start = try await store.write { try $0.forget(dana.id, by: olga) }
            guard case .started(let request) = start else { throw StoreError.missing("it did not start") }
            let asked = ErasureRequested(request: request, conversation: dana.id, requestedBy: olga.name)
            let header = EventHeader(
                id: EventID.make(), source: ServiceName.discordRelay.source, name: .erasureRequested, time: .now,
                conversation: dana.id, sequence: nil, causation: nil, origin: nil, trace: .start())
            return try delivered(Event(header: header, data: asked))
        }

        func delivered<Payload>(_ event: Event<Payload>) throws -> Delivery {
            Delivery(message: try Message(event), attempt: 1, isRedelivered: false, queue: "q")
        }

        /// The other services have nothing here.
        func completeOthers(_ erasure: Delivery) async throws {
            let event = try EventCoding.decode(Event<ErasureRequested>.self, from: erasure.message.body)
            for service in ServiceName.allCases where service != .scraper {
                try await Store(service: service, client: store.client).write {
                    try $0.completeErasure(event.data.request, of: dana.id, in: "nothing", count: 0)
                }
            }
        }
    }

    @Test func `messages, drafts, attachments and every event are deleted, once, and counted`() async throws {
        try await Scene.with { scene async throws in
            _ = try await scene.approve()
            let erasure = try await scene.forget()
            for _ in 0..<2 { #expect(await scene.router.handle(erasure) == .done) }
            try await scene.completeOthers(erasure)
            #expect(try await TestDatabase.mentions(of: Self.words + ["hello"], in: scene.store) == [])
            let done = try await scene.store.read { transaction in
                let stone = try transaction.tombstone(TextHash.of(Self.dana.id))
                return try transaction.erasure(stone?.request ?? "")
            }
            // A message, an attachment, and the events of the message, the draft and the approval.
            #expect(done?.parts["scraper"]?.count == 5)
            #expect(done?.completedAt != nil)
        }
    }

    @Test func `what is left by a crash before the commit is deleted when the request comes again`() async throws {
        try await Scene.with { scene async throws in
            let erasure = try await scene.forget()
            let event = try EventCoding.decode(Event<ErasureRequested>.self, from: erasure.message.body)
            struct Crash: Error {}
            await #expect(throws: Crash.self) {
                try await scene.store.write { transaction in
                    _ = try ConversationErasure.part(event.data).delete(transaction)
                    throw Crash()
                }
            }
            #expect(await scene.router.handle(erasure) == .done)
            try await scene.completeOthers(erasure)
            #expect(try await TestDatabase.mentions(of: Self.words, in: scene.store) == [])
        }
    }

    @Test func `an approved reply that waits is not typed, and nothing is told of it`() async throws {
        try await Scene.with { scene async throws in
            let approved = try scene.delivered(try await scene.approve())
            let erasure = try await scene.forget()
            #expect(await scene.router.handle(approved) == .done)
            #expect(scene.site.typed == 0)
            #expect(await scene.router.handle(erasure) == .done)
            try await scene.completeOthers(erasure)
            #expect(try await TestDatabase.mentions(of: Self.words, in: scene.store) == [])
        }
    }

    /// Before the claim nothing is typed; after it the reply is sent, as no key can be taken back.
    @Test(arguments: [(isTyping: false, typed: 0), (isTyping: true, typed: 1)])
    func `forgotten between the last look and the bubble, nothing of the reply is stored`(
        isTyping: Bool, typed: Int
    ) async throws {
        try await Scene.with { scene async throws in
            let approved = try scene.delivered(try await scene.approve())
            let forgotten = Mutex<Delivery?>(nil)
            let site = InterruptedSite(scene.site, isTyping: isTyping) {
                let erasure = try await scene.forget()
                forgotten.withLock { $0 = erasure }
            }
            let router = ReplyHandler(
                site: site, store: scene.store, conversations: scene.conversations, locks: ConversationLocks(),
                pacer: SendPacer(perHour: 1000, gap: .zero), logger: .silent
            ).router
            #expect(await router.handle(approved) == .done)
            #expect(scene.site.typed == typed)
            let erasure = try #require(forgotten.withLock { $0 })
            #expect(await scene.router.handle(erasure) == .done)
            try await scene.completeOthers(erasure)
            #expect(try await TestDatabase.mentions(of: Self.words, in: scene.store) == [])
        }
    }

    @Test func `a page that was being read is not stored, and is not read again, also after a restart`() async throws {
        try await Scene.with { scene async throws in
            let row = ConversationRow(id: "7", name: "Dana Reyes", preview: Self.canary, at: 1, isUnread: true)
            let other = ConversationRow(id: "8", name: "Mia", preview: "hi", at: 1, isUnread: true)
            let people = ForgottenPeople(platform: "meetme", store: scene.store, logger: .silent)
            #expect(await people.sort([row, other]).read == [row, other])
            _ = try await scene.forget()
            scene.site.show("are you there?")
            await #expect(throws: StoreError.forgotten) { try await scene.look() }
            for people in [people, ForgottenPeople(platform: "meetme", store: scene.store, logger: .silent)] {
                let sorted = await people.sort([row, other])
                #expect(sorted.read == [other])
                #expect(sorted.forgotten == ["7"])
                #expect(try await people.contains("7"))
                #expect(try await !people.contains("8"))
            }
        }
    }

    @Test func `the row of somebody who is forgotten is opened never again, and told of once`() async throws {
        try await Scene.with { scene async throws in
            let erasure = try await scene.forget()
            #expect(await scene.router.handle(erasure) == .done)
            try await scene.completeOthers(erasure)
            let site = ListedSite(scene.site)
            let watch = ConversationWatch(
                site: site,
                reader: ConversationReader(site: site, conversations: scene.conversations, locks: ConversationLocks()),
                forgotten: ForgottenPeople(platform: "meetme", store: scene.store, logger: .silent), readers: 2,
                logger: .silent)
            let later = Timestamp.now.milliseconds + 60_000
            site.list([
                [ConversationRow(id: "7", name: "Dana Reyes", preview: Self.canary, at: 1, isUnread: true)],
                [ConversationRow(id: "7", name: "Dana Reyes", preview: Self.canary, at: later, isUnread: true)],
                [ConversationRow(id: "7", name: "Dana Reyes", preview: "more", at: later + 1, isUnread: true)],
            ])
            try await watch.run()
            #expect(site.reads == 0)
            #expect(try await scene.store.told().filter { $0 == "operations.alert.raised" }.count == 1)
            #expect(try await TestDatabase.mentions(of: Self.words, in: scene.store) == [])
        }
    }
}

/// Something happens in the middle of typing.
private final class InterruptedSite: ChatSite {
    private let site: ScriptedSite
    private let isTyping: Bool
    private let interruption: @Sendable () async throws -> Void

    init(_ site: ScriptedSite, isTyping: Bool = false, _ interruption: @escaping @Sendable () async throws -> Void) {
        self.site = site
        self.isTyping = isTyping
        self.interruption = interruption
    }

    var platform: String { site.platform }
    func rows() async -> AsyncStream<[ConversationRow]> { await site.rows() }
    func changes() async -> AsyncStream<String> { await site.changes() }
    func read(_ conversation: String, atLeast bubbles: Int, _ view: ConversationView) async throws -> Transcript {
        try await site.read(conversation, atLeast: bubbles, view)
    }
    func load(_ address: String, limit: Int) async throws -> LoadedAttachment {
        try await site.load(address, limit: limit)
    }

    func type(
        _ text: String, in conversation: String,
        ifCurrent isCurrent: @escaping @Sendable (Transcript) async throws -> Bool
    ) async throws -> TypingResult {
        if !isTyping { try await interruption() }
        let result = try await site.type(text, in: conversation, ifCurrent: isCurrent)
        if isTyping { try await interruption() }
        return result
    }
}

/// A site whose list says one thing after the other, and then ends.
private final class ListedSite: ChatSite {
    private let site: ScriptedSite
    private let lists = Mutex<[[ConversationRow]]>([])
    private let count = Mutex(0)

    init(_ site: ScriptedSite) { self.site = site }

    var reads: Int { count.withLock { $0 } }
    var platform: String { site.platform }
    func list(_ lists: [[ConversationRow]]) { self.lists.withLock { $0 = lists } }

    func rows() async -> AsyncStream<[ConversationRow]> {
        let lists = lists.withLock { $0 }
        return AsyncStream { continuation in
            for rows in lists { continuation.yield(rows) }
            continuation.finish()
        }
    }

    func changes() async -> AsyncStream<String> { await site.changes() }
    func read(_ conversation: String, atLeast bubbles: Int, _ view: ConversationView) async throws -> Transcript {
        count.withLock { $0 += 1 }
        return try await site.read(conversation, atLeast: bubbles, view)
    }
    func load(_ address: String, limit: Int) async throws -> LoadedAttachment {
        try await site.load(address, limit: limit)
    }
    func type(
        _ text: String, in conversation: String,
        ifCurrent isCurrent: @escaping @Sendable (Transcript) async throws -> Bool
    ) async throws -> TypingResult {
        try await site.type(text, in: conversation, ifCurrent: isCurrent)
    }
}
