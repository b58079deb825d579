import Logging
import Messaging
import ServiceRuntime
import Shared
import Store

/// What messages wake: drafts are offered for incoming ones, and voided when something came after what they answer.
struct MessageHandlers: Sendable {
    let store: Store
    let maker: DraftMaker
    let historyMessages: Int
    let logger: Logger
    /// Told how the AI service did: nil for well.
    let noted: @Sendable (AIServiceError?) -> Void

    var router: EventRouter {
        var router = EventRouter()
        router.on(MessageReceived.self, in: store) { event, _ in try await received(event) }
        router.on(MessageSent.self, in: store) { event, _ in sent(event) }
        router.on(MessageEdited.self, in: store) { event, _ in try await edited(event) }
        router.on(MessageDeleted.self, in: store) { event, _ in deleted(event) }
        return router
    }

    private func received(_ event: Event<MessageReceived>) async throws -> Consequences {
        try await voidOlder(than: event.header, in: event.data.message.conversation, reason: .newerMessage)
        return try await answer(event.data.message, sequence: event.header.sequence ?? 0, cause: event.header)
    }

    /// A reply of ours answers its own draft; one by hand answers everything before it.
    private func sent(_ event: Event<MessageSent>) -> Consequences {
        guard event.data.draft == nil else { return .none }
        return Consequences { transaction in
            _ = try transaction.voidDrafts(
                of: event.data.message.conversation, olderThan: event.header.sequence ?? 0, reason: .answeredByHand)
        }
    }

    /// An edit of the message that a draft answers makes another draft necessary.
    private func edited(_ event: Event<MessageEdited>) async throws -> Consequences {
        let message = event.data.message
        let answered = try await store.read { try $0.offeredDrafts(of: message.conversation.id) }
            .first { $0.message == message.id }
        guard let answered, message.direction == .incoming else { return .none }
        try await voidOlder(than: event.header, in: message.conversation, reason: .superseded)
        return try await answer(message, sequence: answered.answers, cause: event.header)
    }

    private func deleted(_ event: Event<MessageDeleted>) -> Consequences {
        Consequences { transaction in
            for draft in try transaction.offeredDrafts(of: event.data.conversation.id)
            where draft.message == event.data.message {
                try Self.void(draft, in: event.data.conversation, reason: .superseded, cause: event.header, transaction)
            }
        }
    }

    // MARK: Steps

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

    /// Drafts a reply and offers it, unless the conversation has moved on before or meanwhile.
    private func answer(_ message: ChatMessage, sequence: Int64, cause: EventHeader) async throws -> Consequences {
        // The AI service costs money: it is not asked for what is only marked as handled afterwards.
        guard try await !store.isHandled(cause.id) else { return .none }
        let view = try await ConversationView.read(message.conversation.id, limit: historyMessages, from: store)
        if case .skip(let reason) = DraftDecision.of(sequence: sequence, text: message.text, standing: view?.standing) {
            return Consequences(changes: { _ in }, afterwards: { note(reason, cause) })
        }
        let draft = try await drafted(message, history: view?.history ?? [])
        let drafted = ReplyDrafted(
            draft: EventID.make(), conversation: message.conversation, text: draft.text,
            textHash: TextHash.of(draft.text), answers: sequence, message: message.id, model: draft.model,
            held: draft.held)
        return Consequences { transaction in
            let standing = try ConversationView.standing(of: message.conversation.id, in: transaction)
            let decision = DraftDecision.of(sequence: sequence, text: message.text, standing: standing)
            if decision == .draft { try transaction.offer(drafted) }
            return decision
        } afterwards: { decision in
            switch decision {
            case .draft: logger.hop("message → draft", cause)
            case .skip(let reason): note(reason, cause)
            }
        }
    }

    private func drafted(_ message: ChatMessage, history: [Prompt.Line]) async throws -> DraftMaker.Draft {
        do {
            let draft = try await maker.draft(name: message.conversation.name, history: history)
            noted(nil)
            FailPoint.reach(.aiCompleted)
            return draft
        } catch let error as AIServiceError {
            noted(error)
            throw error
        }
    }

    private func note(_ reason: DraftDecision.Reason, _ cause: EventHeader) {
        logger.debug(
            "no draft",
            metadata: [
                "reason": "\(reason.rawValue)", "event_id": "\(cause.id)", "correlation_id": "\(cause.conversation)",
            ])
    }
}
