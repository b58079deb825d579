import Logging
import Messaging
import ServiceRuntime
import Shared
import Store

/// Types approved replies. Each is typed at most once: its effect is recorded before, and after a crash in between the
/// thread is looked at before anything is typed again.
actor ReplyHandler {
    private let site: any ChatSite
    private let store: Store
    private let conversations: ConversationStore
    private let locks: ConversationLocks
    private let logger: Logger
    private var pacer: SendPacer

    init(
        site: any ChatSite, store: Store, conversations: ConversationStore, locks: ConversationLocks,
        pacer: SendPacer, logger: Logger
    ) {
        self.site = site
        self.store = store
        self.conversations = conversations
        self.locks = locks
        self.pacer = pacer
        self.logger = logger
    }

    nonisolated var router: EventRouter {
        var router = EventRouter()
        router.on(ReplyApproved.self) { event, _ in
            try await self.handle(event)
        } givingUp: { event, reason in
            try await self.giveUp(event, reason: reason)
        }
        return router
    }

    private func handle(_ event: Event<ReplyApproved>) async throws {
        if try await store.isHandled(event.id) { return }
        let approved = event.data
        let reply = TypedReply(
            draft: approved.draft, text: approved.text, effect: Self.effect(approved.draft), cause: event.header)
        if try await store.standing(ofEffect: reply.effect) == .fresh { try await waitForTurn() }
        try await locks.with(approved.conversation.id) { try await self.settle(reply, event) }
    }

    /// Asks everything again now that nobody else types here: the same approval may have come twice, after the broker
    /// lost us.
    private func settle(_ reply: TypedReply, _ event: Event<ReplyApproved>) async throws {
        if try await store.isHandled(event.id) { return }
        let approved = event.data
        let (draft, conversation) = try await store.read { transaction in
            (try transaction.draft(approved.draft), try transaction.conversation(approved.conversation.id))
        }
        guard let draft, let conversation, draft.textHash == approved.textHash,
            TextHash.of(approved.text) == approved.textHash
        else {
            return try await fail(
                approved, event.header, .notAsDrafted,
                "the approved text is not the one that was drafted; nothing was sent")
        }
        switch try await store.intend(effect: reply.effect, conversation: approved.conversation.id) {
        case .done, .ambiguous: try await store.handle(event.header) { _ in }
        // It may be on the page already: whatever was written since, that is found out first.
        case .attempted: try await reconcile(reply, event)
        case .fresh:
            if let refusal = Self.refusal(of: draft, latest: conversation.lastMessageSequence) {
                return try await fail(approved, event.header, refusal.reason, refusal.advice)
            }
            try await type(reply, event)
        }
    }

    /// Why a reply must not be typed, from what is stored.
    /// - Parameter latest: the sequence of the last message that drafts have to answer.
    private static func refusal(
        of draft: DraftDocument, latest: Int64
    ) -> (reason: ReplyFailure, advice: String)? {
        switch draft.state {
        case .offered, .rejected: (.notAsDrafted, "the draft is not approved; nothing was sent")
        case .voided: (.newerMessage, newerMessageAdvice)
        // Its effect says that it was never typed, so nobody knows how it could be delivered.
        case .delivered: (.notAsDrafted, "the draft is delivered already; nothing was sent")
        // A failed one comes again when an operator takes it out of the dead letters.
        case .approved, .failed: latest == draft.answers ? nil : (.newerMessage, newerMessageAdvice)
        }
    }

    private static let newerMessageAdvice = "a newer message came before it was sent; a new draft follows"

    /// Tells that an approved reply will not be typed, after its last attempt.
    private func giveUp(_ event: Event<ReplyApproved>, reason: String) async throws {
        let approved = event.data
        logger.error(
            "an approved reply is given up",
            metadata: ["correlation_id": "\(event.conversation)", "reason": "\(reason)"])
        try await store.write { transaction in
            let mayBeSent = try transaction.standing(ofEffect: Self.effect(approved.draft)) != .fresh
            try transaction.fail(
                approved.draft, in: approved.conversation, reason: mayBeSent ? .ambiguous : .page,
                advice: mayBeSent
                    ? "it may have been sent: look at the conversation on the page"
                    : "it was not sent, because the page could not be used (the scraper's /health/ready says why): "
                        + "answer by hand",
                cause: event.header)
        }
    }

    private static func effect(_ draft: String) -> String { "page.reply:\(draft)" }

    private func waitForTurn() async throws {
        while let wait = pacer.admit(at: .now) {
            guard wait < .seconds(30) else {
                throw NotYet(delay: wait, reason: "the hourly limit of replies is reached")
            }
            try await Task.sleep(for: wait)
        }
    }

    private func type(_ reply: TypedReply, _ event: Event<ReplyApproved>) async throws {
        let approved = event.data
        let platformID = platformID(of: approved.conversation)
        let (store, conversations) = (store, conversations)
        let result = try await site.type(reply.text, in: platformID) { shown in
            // What the page shows now is stored first: a message that came meanwhile makes the reply out of date.
            try await conversations.record(shown, of: approved.conversation)
            let current = try await store.read { try $0.conversation(approved.conversation.id)?.lastMessageSequence }
            guard current == approved.answers else { return false }
            guard try await store.claim(effect: reply.effect) else {
                throw NotYet(delay: .seconds(30), reason: "another instance types this reply")
            }
            FailPoint.reach(.effectAttempted)
            return true
        }
        switch result {
        case .delivered(let transcript):
            FailPoint.reach(.typingSeen)
            if try await conversations.record(transcript, of: approved.conversation, reply: reply) == nil {
                // The watcher read the bubble first: it is stored as this reply's; what is left is to tell.
                try await settleSeen(reply, approved)
            }
            try await store.handle(event.header) { _ in }
            logger.hop("reply → page", event.header)
        case .outOfDate:
            try await fail(
                approved, event.header, .newerMessage, Self.newerMessageAdvice)
        case .notTyped(let reason):
            try await store.withdraw(effect: reply.effect)
            throw SiteError(.unavailable, reason)
        case .ambiguous(let reason):
            try await setAmbiguous(reply, event, reason)
        }
    }

    /// An earlier attempt ended in an unknown way: the thread tells whether the bubble is there.
    private func reconcile(_ reply: TypedReply, _ event: Event<ReplyApproved>) async throws {
        let approved = event.data
        let shown = try await site.read(platformID(of: approved.conversation), atLeast: 50)
        if try await conversations.record(shown, of: approved.conversation, reply: reply) == nil,
            try await !settleSeen(reply, approved)
        {
            try await setAmbiguous(reply, event, "the program ended while it was typed, and its bubble is not there")
            return
        }
        try await store.handle(event.header) { _ in }
        logger.hop("reply → page", event.header)
    }

    /// The bubble may have been stored as this reply's before: by the watcher, or before a crash.
    ///
    /// - Returns: whether it was.
    @discardableResult
    private func settleSeen(_ reply: TypedReply, _ approved: ReplyApproved) async throws -> Bool {
        try await store.write { transaction in
            guard
                let stored = try transaction.recentMessages(of: approved.conversation.id, limit: 200)
                    .last(where: { $0.draft == reply.draft })
            else { return false }
            let message = ChatMessage(
                id: stored._id, conversation: approved.conversation, ordinal: stored.ordinal,
                direction: stored.direction, author: stored.author, text: stored.text,
                sentAt: stored.sentAt.map { Timestamp($0) }, observedAt: Timestamp(stored.observedAt))
            try transaction.deliver(reply, as: message, in: approved.conversation)
            return true
        }
    }

    private func setAmbiguous(_ reply: TypedReply, _ event: Event<ReplyApproved>, _ reason: String) async throws {
        let approved = event.data
        logger.error(
            "a reply may have been sent; nothing is typed again",
            metadata: ["correlation_id": "\(event.conversation)", "reason": "\(reason)"])
        try await store.handle(event.header) { transaction in
            try transaction.setAmbiguous(effect: reply.effect)
            try transaction.fail(
                approved.draft, in: approved.conversation, reason: .ambiguous,
                advice: "look at the conversation on the page: \(reason)", cause: event.header)
        }
    }

    private func fail(
        _ approved: ReplyApproved, _ header: EventHeader, _ reason: ReplyFailure, _ advice: String
    ) async throws {
        logger.info(
            "a reply was not sent",
            metadata: ["correlation_id": "\(header.conversation)", "reason": "\(reason.rawValue)"])
        try await store.handle(header) { transaction in
            try transaction.fail(
                approved.draft, in: approved.conversation, reason: reason, advice: advice, cause: header)
        }
    }

    private func platformID(of conversation: ConversationReference) -> String {
        String(conversation.id.dropFirst(site.platform.count + 1))
    }
}

extension SiteError: RetryAdvice {
    var isRetriable: Bool { true }
    var retryAfter: Duration? { nil }
    var reason: String { description }
}
