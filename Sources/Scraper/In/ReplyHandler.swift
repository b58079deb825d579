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
        router.on(ReplyApproved.self, in: store) { event, _ in
            Consequences(self.typing(of: event))
        } givingUp: { event, reason in
            self.giveUp(event, reason: reason)
        }
        return router
    }

    private nonisolated func typing(of event: Event<ReplyApproved>) -> Effect {
        let approved = event.data
        let reply = TypedReply(
            draft: approved.draft, text: approved.text, effect: Self.effect(approved.draft), cause: event.header)
        return Effect(reply.effect, in: approved.conversation.id) { attempt in
            if attempt.standing == .fresh { try await self.waitForTurn() }
            do {
                return try await self.locks.with(approved.conversation.id) {
                    try await self.settle(reply, event, attempt)
                }
            } catch StoreError.forgotten {
                // While it was about to be typed, or was typed: nothing is told or stored of it.
                return .settled()
            } catch let error as SiteError where error.code == .needsPerson {
                // However long that takes: it is no fault of the reply's, and costs no attempt.
                throw NotYet(delay: .seconds(30), reason: error.description)
            } catch let error as SiteError where error.code == .selectors {
                guard Timestamp.now.since(event.header.time) < Self.changedSitePatience else { throw error }
                throw NotYet(delay: .seconds(30), reason: error.description)
            }
        }
    }

    /// Asks everything again now that nobody else types here: the same approval may have come twice, after the broker
    /// lost us.
    private func settle(
        _ reply: TypedReply, _ event: Event<ReplyApproved>, _ attempt: EffectAttempt
    ) async throws -> Effect.Outcome {
        guard TextHash.of(event.data.text) == event.data.textHash else { return fail(event, Self.otherText) }
        switch try await attempt.currentStanding() {
        case .done, .ambiguous: return .settled()
        // It may be on the page already: whatever was written since, that is found out first.
        case .attempted: return try await reconcile(reply, event)
        case .fresh:
            if let refusal = try await refusal(of: event.data) { return fail(event, refusal) }
            try await waitWhilePaused()
            return try await type(reply, event, attempt)
        }
    }

    /// Why a reply is not typed.
    private struct Refusal {
        var reason: ReplyFailure
        var advice: String
    }

    private static let otherText = Refusal(
        reason: .notAsDrafted, advice: "the approved text is not the one that was drafted; nothing was sent")
    private static let notApproved = Refusal(
        reason: .notAsDrafted, advice: "the draft is not approved; nothing was sent")
    private static let delivered = Refusal(
        reason: .notAsDrafted, advice: "the draft is delivered already; nothing was sent")
    private static let newerMessage = Refusal(
        reason: .newerMessage, advice: "a newer message came before it was sent; a new draft follows")
    private static let changedMessage = Refusal(
        reason: .newerMessage, advice: "the message it answers was edited or deleted before it was sent: answer by hand"
    )

    private static let takenOver = Refusal(
        reason: .takenOver, advice: "automatic replies ended here before it was sent; nothing was sent: answer by hand")

    private static let handTyping = Refusal(
        reason: .page,
        advice:
            "a text that somebody began by hand stands in the conversation's text box; nothing was sent: send it or "
            + "clear it, and answer by hand")

    /// How long after its approval a reply waits for somebody who types in its conversation.
    private static let handTypingPatience = Duration.seconds(600)

    /// How long after its approval a reply waits for a site that changed to be understood again.
    private static let changedSitePatience = Duration.seconds(3600)

    /// Why a reply must not be typed, from what is stored at this moment.
    private func refusal(of approved: ReplyApproved) async throws -> Refusal? {
        try await store.read { transaction in
            guard let draft = try transaction.draft(approved.draft), draft.textHash == approved.textHash,
                let conversation = try transaction.conversation(approved.conversation.id)
            else { return Self.otherText }
            switch draft.state {
            case .offered, .rejected: return Self.notApproved
            case .voided: return Self.newerMessage
            // Its effect says that it was never typed, so nobody knows how it could be delivered.
            case .delivered: return Self.delivered
            // A failed one comes again when an operator takes it out of the dead letters.
            case .approved, .failed: break
            }
            guard conversation.lastMessageSequence == draft.answers else { return Self.newerMessage }
            // Nobody looked at it: whoever claimed the conversation or changed its mode meanwhile has the last word.
            if draft.decidedBy?.kind == .automatic,
                try transaction.automationBar(of: approved.conversation.id) != nil
            {
                return Self.takenOver
            }
            let changed = try transaction.message(draft.message)?.changeSequence ?? 0
            return changed > draft.offeredBy.sequence ?? 0 ? Self.changedMessage : nil
        }
    }

    /// Tells that an approved reply will not be typed, after its last attempt.
    private nonisolated func giveUp(_ event: Event<ReplyApproved>, reason: String) -> Changes {
        let approved = event.data
        logger.error(
            "an approved reply is given up",
            metadata: ["correlation_id": "\(event.conversation)", "reason": "\(reason)"])
        return { transaction in
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

    /// However long somebody has paused typing, it costs no attempt.
    private func waitWhilePaused() async throws {
        guard try await store.read({ try $0.pause() }) != nil else { return }
        throw NotYet(delay: .seconds(10), reason: "typing is paused (/resume in Discord ends that)")
    }

    private func type(
        _ reply: TypedReply, _ event: Event<ReplyApproved>, _ attempt: EffectAttempt
    ) async throws -> Effect.Outcome {
        let approved = event.data
        let result = try await site.type(reply.text, in: platformID(of: approved.conversation)) { shown in
            // What the page shows now is stored first: a message that came meanwhile, or an edit, makes the reply out of
            // date.
            try await self.record(shown, of: approved.conversation)
            guard try await self.refusal(of: approved) == nil else { return false }
            try await self.waitWhilePaused()
            guard try await attempt.claim() else {
                throw NotYet(delay: .seconds(30), reason: "another instance types this reply")
            }
            return true
        }
        switch result {
        case .delivered(let transcript):
            FailPoint.reach(.typingSeen)
            if try await conversations.record(transcript, of: approved.conversation, reply: reply).delivered == nil {
                // The watcher read the bubble first: it is stored as this reply's; what is left is to tell.
                try await settleSeen(reply, approved)
            }
            logger.hop("reply → page", event.header)
            return .settled()
        case .outOfDate:
            return fail(event, try await refusal(of: approved) ?? Self.newerMessage)
        case .handTyping:
            guard Timestamp.now.since(event.header.time) < Self.handTypingPatience else {
                return fail(event, Self.handTyping)
            }
            throw NotYet(delay: .seconds(10), reason: "somebody types in the conversation by hand")
        case .notTyped(let reason):
            try await attempt.withdraw()
            throw SiteError(.unavailable, reason)
        case .ambiguous(let reason):
            return ambiguous(event, reason)
        }
    }

    /// An earlier attempt ended in an unknown way: the thread tells whether the bubble is there.
    private func reconcile(_ reply: TypedReply, _ event: Event<ReplyApproved>) async throws -> Effect.Outcome {
        let approved = event.data
        let shown = try await site.read(platformID(of: approved.conversation), atLeast: 50, .listed)
        if try await record(shown, of: approved.conversation, reply: reply) == nil,
            try await !settleSeen(reply, approved)
        {
            return ambiguous(event, "the program ended while it was typed, and its bubble is not there")
        }
        logger.hop("reply → page", event.header)
        return .settled()
    }

    /// - Returns: the message that the reply's bubble became.
    /// - Throws: `NotYet` when the page begins after what is stored: all that lies between is read first.
    @discardableResult
    private func record(
        _ shown: Transcript, of conversation: ConversationReference, reply: TypedReply? = nil
    ) async throws -> ChatMessage? {
        let recorded = try await conversations.record(shown, of: conversation, reply: reply, canReadFurther: true)
        guard !recorded.needsEarlier else {
            throw NotYet(delay: .seconds(10), reason: "what was written meanwhile is still being read")
        }
        return recorded.delivered
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

    private func ambiguous(_ event: Event<ReplyApproved>, _ reason: String) -> Effect.Outcome {
        logger.error(
            "a reply may have been sent; nothing is typed again",
            metadata: ["correlation_id": "\(event.conversation)", "reason": "\(reason)"])
        return .ambiguous(failing(event, .ambiguous, "look at the conversation on the page: \(reason)"))
    }

    private func fail(_ event: Event<ReplyApproved>, _ refusal: Refusal) -> Effect.Outcome {
        logger.info(
            "a reply was not sent",
            metadata: ["correlation_id": "\(event.conversation)", "reason": "\(refusal.reason.rawValue)"])
        return .settled(failing(event, refusal.reason, refusal.advice))
    }

    private func failing(_ event: Event<ReplyApproved>, _ reason: ReplyFailure, _ advice: String) -> Changes {
        let approved = event.data
        return { transaction in
            try transaction.fail(
                approved.draft, in: approved.conversation, reason: reason, advice: advice, cause: event.header)
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
