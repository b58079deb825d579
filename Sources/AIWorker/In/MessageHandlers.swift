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
        router.on(MessageReceived.self) { event, _ in try await received(event) }
        router.on(MessageSent.self) { event, _ in try await sent(event) }
        router.on(MessageEdited.self) { event, _ in try await edited(event) }
        router.on(MessageDeleted.self) { event, _ in try await deleted(event) }
        return router
    }

    private func received(_ event: Event<MessageReceived>) async throws {
        try await voidOlder(than: event.header, in: event.data.message.conversation, reason: .newerMessage)
        try await answer(event.data.message, sequence: event.header.sequence ?? 0, cause: event.header)
    }

    /// A reply of ours answers its own draft; one by hand answers everything before it.
    private func sent(_ event: Event<MessageSent>) async throws {
        try await store.handle(event.header) { transaction in
            guard event.data.draft == nil else { return }
            try transaction.voidDrafts(
                of: event.data.message.conversation, olderThan: event.header.sequence ?? 0, reason: .answeredByHand)
        }
    }

    /// An edit of the message that a draft answers makes another draft necessary.
    private func edited(_ event: Event<MessageEdited>) async throws {
        let message = event.data.message
        let answered = try await store.read { try $0.offeredDrafts(of: message.conversation.id) }
            .first { $0.message == message.id }
        guard let answered, message.direction == .incoming else {
            try await store.handle(event.header) { _ in }
            return
        }
        try await voidOlder(than: event.header, in: message.conversation, reason: .superseded)
        try await answer(message, sequence: answered.answers, cause: event.header)
    }

    private func deleted(_ event: Event<MessageDeleted>) async throws {
        try await store.handle(event.header) { transaction in
            for draft in try transaction.offeredDrafts(of: event.data.conversation.id)
            where draft.message == event.data.message {
                try Self.void(draft, in: event.data.conversation, reason: .superseded, cause: event.header, transaction)
            }
        }
    }

    // MARK: Steps

    /// Before the AI service is asked, which may take a while: nobody should approve what is outdated. Doing it again
    /// changes nothing.
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
    private func answer(_ message: ChatMessage, sequence: Int64, cause: EventHeader) async throws {
        guard try await !store.isHandled(cause.id) else { return }
        let view = try await ConversationView.read(message.conversation.id, limit: historyMessages, from: store)
        if case .skip(let reason) = DraftDecision.of(sequence: sequence, text: message.text, standing: view?.standing) {
            try await store.handle(cause) { _ in }
            return note(reason, cause)
        }
        let draft = try await drafted(message, history: view?.history ?? [])
        let drafted = ReplyDrafted(
            draft: EventID.make(), conversation: message.conversation, text: draft.text,
            textHash: TextHash.of(draft.text), answers: sequence, message: message.id, model: draft.model,
            held: draft.held)
        let decision = try await store.handle(cause) { transaction in
            let standing = try ConversationView.standing(of: message.conversation.id, in: transaction)
            let decision = DraftDecision.of(sequence: sequence, text: message.text, standing: standing)
            if decision == .draft { try transaction.offer(drafted) }
            return decision
        }
        switch decision {
        case .draft: logger.hop("message → draft", cause)
        case .skip(let reason): note(reason, cause)
        case nil: break
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
