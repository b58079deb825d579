import Logging
import Messaging
import ServiceRuntime
import Shared
import Store

import struct FoundationEssentials.Date

/// What messages wake: drafts are offered for incoming ones, and voided when something came after what they answer.
struct MessageHandlers: Sendable {
    let store: Store
    let drafting: Drafting
    let logger: Logger
    var metrics = AIMetrics()

    var router: EventRouter {
        var router = EventRouter()
        router.on(MessageReceived.self, in: store) { event, _ in try await received(event) }
        router.on(MessageSent.self, in: store) { event, _ in sent(event) }
        router.on(MessageEdited.self, in: store) { event, _ in try await edited(event) }
        router.on(MessageDeleted.self, in: store) { event, _ in deleted(event) }
        router.onErasure(in: store) { AIErasure.part($0) }
        return router
    }

    private func received(_ event: Event<MessageReceived>) async throws -> Consequences {
        try await voidOlder(than: event.header, in: event.data.message.conversation, reason: .newerMessage)
        try await noteAge(event.data.message)
        if event.data.message.direction == .incoming, StopWord.isIn(event.data.message.text) {
            return optOut(event.header)
        }
        return try await answer(event.data.message, sequence: event.header.sequence ?? 0, cause: event.header)
    }

    /// A reply of ours answers its own draft; one by hand answers everything before it, and ends automatic replies.
    private func sent(_ event: Event<MessageSent>) -> Consequences {
        guard event.data.draft == nil else { return .none }
        return Consequences { transaction in
            try transaction.takeOver(event.data.message.conversation.id)
            _ = try transaction.voidDrafts(
                of: event.data.message.conversation, olderThan: event.header.sequence ?? 0, reason: .answeredByHand)
        }
    }

    /// An edit of the message that a draft answers makes another draft necessary.
    private func edited(_ event: Event<MessageEdited>) async throws -> Consequences {
        let message = event.data.message
        try await dropOutdatedSummary(of: message.conversation.id)
        try await noteAge(message)
        let answered = try await store.read { try $0.offeredDrafts(of: message.conversation.id) }
            .first { $0.message == message.id }
        guard let answered, message.direction == .incoming else { return .none }
        try await voidOlder(than: event.header, in: message.conversation, reason: .superseded)
        if StopWord.isIn(message.text) { return optOut(event.header) }
        return try await answer(message, sequence: answered.answers, cause: event.header)
    }

    private func deleted(_ event: Event<MessageDeleted>) -> Consequences {
        Consequences { transaction in
            try transaction.dropOutdatedSummary(of: event.data.conversation.id)
            for draft in try transaction.offeredDrafts(of: event.data.conversation.id)
            where draft.message == event.data.message {
                try Self.void(draft, in: event.data.conversation, reason: .superseded, cause: event.header, transaction)
            }
        }
    }

    // MARK: Steps

    /// A prompt shows the latest messages alone, and the guard reads those; an age holds for every later reply. Noted of
    /// every message, whether it is answered or not.
    private func noteAge(_ message: ChatMessage) async throws {
        guard message.direction == .incoming, drafting.maker.isPossibleMinor(writing: message.text) else { return }
        try await store.write { try $0.noteMinorSign(in: message.conversation.id) }
    }

    /// Written at once: a text that holds what somebody took back is not kept while the AI service is asked.
    private func dropOutdatedSummary(of conversation: String) async throws {
        guard try await store.read({ try $0.summary(of: conversation) }) != nil else { return }
        try await store.write { try $0.dropOutdatedSummary(of: conversation) }
    }

    /// Written at once, not with the rest: nobody should approve what is outdated while the AI service is asked. Doing it
    /// again changes nothing.
    private func voidOlder(
        than cause: EventHeader, in conversation: ConversationReference, reason: VoidReason
    ) async throws {
        guard let sequence = cause.sequence,
            try await store.read({ try $0.offeredDrafts(of: conversation.id) }).contains(where: {
                $0.answers < sequence
            })
        else { return }
        try await store.write { transaction in
            for draft in try transaction.offeredDrafts(of: conversation.id) where draft.answers < sequence {
                try Self.void(draft, in: conversation, reason: reason, cause: cause, transaction)
            }
        }
    }

    private static func void(
        _ draft: DraftDocument, in conversation: ConversationReference, reason: VoidReason, cause: EventHeader,
        _ transaction: StoreTransaction
    ) throws {
        // Nil when somebody approved it in the same moment: then it is theirs.
        guard let moved = try transaction.move(draft: draft._id, from: [.offered], to: .voided) else { return }
        try transaction.emit(
            ReplyVoided(draft: moved._id, conversation: conversation, reason: reason), conversation: conversation,
            causedBy: cause)
    }

    /// The other person wants no machine: nothing is sent without a person any more, and nothing is drafted until a
    /// person asks for drafts again.
    private func optOut(_ cause: EventHeader) -> Consequences {
        Consequences { transaction in
            try transaction.optOut(cause.conversation)
            try transaction.dropSummary(of: cause.conversation)
            try transaction.setMode(.off, of: cause.conversation)
        } afterwards: { _ in
            metrics.draft("opted_out")
            logger.notice(
                "somebody ended automatic replies", metadata: ["correlation_id": "\(cause.conversation)"])
        }
    }

    /// What became of a draft.
    private enum Ending: Sendable {
        /// With why it was not sent; `notAllowed` and `barred` where nobody wanted that.
        case offered(AutomaticDecision.Doubt)
        case sent
        case skipped(DraftDecision.Reason)
    }

    /// Drafts a reply and offers it, unless the conversation has moved on before or meanwhile; sends it where that is
    /// wanted and nothing speaks against it.
    private func answer(_ message: ChatMessage, sequence: Int64, cause: EventHeader) async throws -> Consequences {
        // The AI service costs money: it is not asked for what is only marked as handled afterwards.
        guard try await !store.isHandled(cause.id) else { return .none }
        switch try await drafting.draft(message, sequence: sequence, cause: cause) {
        case .skipped(let reason):
            return Consequences(changes: { try $0.dropCompletions(of: cause) }, afterwards: { note(reason, cause) })
        case .overBudget(let scope):
            return Consequences { transaction in
                let day = UsageDocument.day(of: Date())
                try transaction.raiseBudgetAlert(scope, of: message.conversation, day: day)
            } afterwards: { _ in
                metrics.draft("over_budget")
            }
        case .drafted(let candidate):
            return offer(candidate, message, sequence, cause)
        }
    }

    private func offer(
        _ candidate: AutomaticReplies.Candidate, _ message: ChatMessage, _ sequence: Int64, _ cause: EventHeader
    ) -> Consequences {
        let automatic = drafting.automatic
        let draft = candidate.draft
        let id = EventID.make()
        return Consequences { transaction -> Ending in
            try transaction.dropCompletions(of: cause)
            let standing = try ConversationView.standing(of: message.conversation.id, in: transaction)
            if case .skip(let reason) = DraftDecision.of(sequence: sequence, text: message.text, standing: standing) {
                return .skipped(reason)
            }
            let now = Date()
            let decision = try automatic.decide(candidate, in: message.conversation.id, at: now, transaction)
            let text = automatic.text(of: draft, as: decision)
            let drafted = ReplyDrafted(
                draft: id, conversation: message.conversation, text: text, textHash: TextHash.of(text),
                answers: sequence, message: message.id, model: draft.model,
                held: decision == .disclose ? nil : draft.held)
            let offer = try transaction.offer(drafted)
            if case .draft(let doubt) = decision { return .offered(doubt) }
            try automatic.send(drafted, offeredBy: offer, at: now, transaction)
            return .sent
        } afterwards: { ending in
            if let rule = draft.held?.rule { metrics.held(rule) }
            switch ending {
            case .offered(let doubt):
                metrics.draft("offered")
                if doubt != .notAllowed, doubt != .barred { metrics.doubted(doubt) }
                logger.hop("message → draft", cause)
            case .sent:
                metrics.draft("sent")
                logger.hop("message → automatic reply", cause)
            case .skipped(let reason): note(reason, cause)
            }
        }
    }

    private func note(_ reason: DraftDecision.Reason, _ cause: EventHeader) {
        metrics.draft(reason.rawValue)
        logger.debug(
            "no draft",
            metadata: [
                "reason": "\(reason.rawValue)", "event_id": "\(cause.id)", "correlation_id": "\(cause.conversation)",
            ])
    }
}
