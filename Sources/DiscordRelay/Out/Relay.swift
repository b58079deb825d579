import Logging
import Messaging
import Mongo
import ServiceRuntime
import Shared
import Store

/// Shows events in Discord. Each post is an effect with a record of its own, so that a redelivery posts nothing twice.
struct Relay: Sendable {
    let discord: DiscordClient
    let threads: ThreadKeeper
    let store: Store
    let logger: Logger

    func show(_ event: Event<MessageReceived>) async throws {
        try await relay(event.data.message, of: event.header, marked: RelayedText.escape(event.data.message.author))
    }

    /// A reply of ours is told by its card; only what was written by hand is shown as a message.
    func show(_ event: Event<MessageSent>) async throws {
        guard event.data.draft == nil else {
            try await store.handle(event.header) { _ in }
            return
        }
        try await relay(event.data.message, of: event.header, marked: "You, by hand")
    }

    func show(_ event: Event<MessageEdited>) async throws {
        let message = event.data.message
        try await post(
            PostSplit.parts(prefix: "✏️ **edited:** ", text: RelayedText.escape(message.text)),
            conversation: message.conversation, of: event.header)
    }

    func show(_ event: Event<MessageDeleted>) async throws {
        try await post(
            ["🗑️ a message was deleted on the page"], conversation: event.data.conversation, of: event.header)
    }

    func show(_ event: Event<ReplyDrafted>) async throws {
        let drafted = event.data
        let card = DraftCard.offered(drafted)
        let effect = "discord.card:\(drafted.draft)"
        if try await store.isHandled(event.id) { return }
        let (thread, message) = try await posting(effect, conversation: drafted.conversation) {
            DiscordPost(content: card.content, buttons: card.buttons, nonce: Nonce.make(for: effect))
        }
        try await store.handle(event.header) { transaction in
            if let message {
                _ = try transaction.session.collection(CardDocument.collection).replaceOne(
                    ["_id": .string(drafted.draft)],
                    with: CardDocument(_id: drafted.draft, thread: thread, message: message), upsert: true)
            }
            try transaction.complete(effect: effect, externalID: message)
        }
        logger.hop("draft → Discord", event.header)
        // It may have been decided or voided while the card was being made.
        try await refreshCard(of: drafted.draft)
    }

    func show(_ event: Event<ReplyVoided>) async throws {
        try await closeCard(event.data.draft, event.header, reason: event.data.reason)
    }

    func show(_ event: Event<ReplyDelivered>) async throws {
        try await closeCard(event.data.draft, event.header)
        logger.hop("delivered → Discord", event.header)
    }

    func show(_ event: Event<ReplyFailed>) async throws {
        try await closeCard(event.data.draft, event.header, failure: event.data.reason)
    }

    /// Brings a card to what the draft is now.
    func refreshCard(of draft: String) async throws {
        guard let (card, document) = try await card(of: draft), document.state != .offered else { return }
        try await edit(card, DraftCard.closed(document))
    }

    private func closeCard(
        _ draft: String, _ header: EventHeader, reason: VoidReason? = nil, failure: ReplyFailure? = nil
    ) async throws {
        if try await store.isHandled(header.id) { return }
        if let (card, document) = try await card(of: draft) {
            try await edit(card, DraftCard.closed(document, reason: reason, failure: failure))
        }
        try await store.handle(header) { _ in }
    }

    private func card(of draft: String) async throws -> (CardDocument, DraftDocument)? {
        try await store.read { transaction in
            guard
                let card = try transaction.session.collection(CardDocument.collection).findOne(
                    as: CardDocument.self, filter: ["_id": .string(draft)]), let document = try transaction.draft(draft)
            else { return nil }
            return (card, document)
        }
    }

    private func edit(_ card: CardDocument, _ new: DraftCard) async throws {
        do {
            try await discord.edit(
                card.message, in: card.thread, to: DiscordPost(content: new.content, buttons: new.buttons))
        } catch let error as DiscordError where error.code == .missing {
            // Somebody deleted the card: there is nothing left to bring up to date.
        }
    }

    private func relay(_ message: ChatMessage, of header: EventHeader, marked author: String) async throws {
        try await post(
            PostSplit.parts(prefix: "**\(author):** ", text: RelayedText.escape(message.text)),
            conversation: message.conversation, of: header)
        logger.hop("message → Discord", header)
    }

    private func post(_ parts: [String], conversation: ConversationReference, of header: EventHeader) async throws {
        if try await store.isHandled(header.id) { return }
        var posted: String?
        for (index, part) in parts.enumerated() {
            let effect = "discord.message:\(header.id):\(index)"
            let (_, message) = try await posting(effect, conversation: conversation) {
                DiscordPost(content: part, nonce: Nonce.make(for: effect))
            }
            posted = message
            // The last part is recorded together with the inbox marker.
            if index < parts.count - 1 { try await store.complete(effect: effect, externalID: message) }
        }
        let last = "discord.message:\(header.id):\(parts.count - 1)"
        let message = posted
        try await store.handle(header) { try $0.complete(effect: last, externalID: message) }
    }

    /// Posts once under an effect's record. In a thread that was deleted, once more in a new one.
    ///
    /// - Returns: the thread, and the message's id; nil when it was posted in an earlier attempt and could not be told
    ///   which message it is.
    private func posting(
        _ effect: String, conversation: ConversationReference, _ make: () -> DiscordPost
    ) async throws -> (thread: String, message: String?) {
        let standing = try await store.intend(effect: effect, conversation: conversation.id)
        var thread = try await threads.thread(of: conversation)
        switch standing {
        case .done(let externalID): return (thread, externalID)
        case .ambiguous: return (thread, nil)
        // Within Discord's few minutes the nonce makes a repeat harmless; later the thread itself is looked at.
        case .attempted(let at) where Timestamp.now.since(Timestamp(at)) > .seconds(120):
            let wanted = make().content
            if let found = try await discord.messages(in: thread, limit: 100).first(where: { $0.content == wanted }) {
                return (thread, found.id)
            }
        case .attempted, .fresh: break
        }
        try await store.attempt(effect: effect)
        FailPoint.reach(.effectAttempted)
        do {
            let message = try await discord.post(make(), in: thread).id
            FailPoint.reach(.discordPosted)
            return (thread, message)
        } catch let error as DiscordError where error.code == .missing {
            try await threads.forget(conversation.id)
            thread = try await threads.thread(of: conversation)
            return (thread, try await discord.post(make(), in: thread).id)
        }
    }
}
