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

    func show(_ event: Event<MessageReceived>) -> Consequences {
        relay(event.data.message, of: event.header, marked: RelayedText.escape(event.data.message.author))
    }

    /// A reply of ours is told by its card; only what was written by hand is shown as a message.
    func show(_ event: Event<MessageSent>) -> Consequences {
        guard event.data.draft == nil else { return .none }
        return relay(event.data.message, of: event.header, marked: "You, by hand")
    }

    func show(_ event: Event<MessageEdited>) -> Consequences {
        let message = event.data.message
        return Consequences(
            posts(
                PostSplit.parts(prefix: "✏️ **edited:** ", text: RelayedText.of(message)),
                conversation: message.conversation, of: event.header), changes: { _ in })
    }

    func show(_ event: Event<MessageDeleted>) -> Consequences {
        Consequences(
            posts(
                ["🗑️ a message was deleted on the page"], conversation: event.data.conversation, of: event.header),
            changes: { _ in })
    }

    func show(_ event: Event<MessageAttached>) -> Consequences {
        let attached = event.data
        let key = "discord.attachment:\(attached.attachment.id)"
        return Consequences(
            Effect(key, in: attached.conversation.id) { attempt in
                let stored = try await store.read { try $0.attachment(attached.attachment.id) }
                let shown = AttachmentPost(attached, stored: stored)
                let post = DiscordPost(content: shown.content, nonce: Nonce.make(for: key), file: shown.file)
                do {
                    let place = try await self.post(post, conversation: attached.conversation, attempt)
                    return .done(externalID: place.message)
                } catch let error as DiscordError where error.code == .tooLarge {
                    let told = DiscordPost(
                        content: "\(shown.content) is too large for Discord", nonce: Nonce.make(for: key + ":told"))
                    return .done(
                        externalID: try await self.post(told, conversation: attached.conversation, attempt).message)
                }
            })
    }

    func show(_ event: Event<ReplyDrafted>) -> Consequences {
        let drafted = event.data
        return Consequences(postCard(of: drafted.draft, in: drafted.conversation) { DraftCard.offered(drafted) }) {
            logger.hop("draft → Discord", event.header)
            // It may have been decided or voided while the card was being made.
            do {
                try await refreshCard(of: drafted.draft)
            } catch {
                logger.warning(
                    "a card could not be brought up to date; what becomes of the draft will do it",
                    metadata: ["reason": "\(error)"])
            }
        }
    }

    /// What nobody drafted gets its card now; a draft's card says who approved it.
    func show(_ event: Event<ReplyApproved>) async throws -> Consequences {
        let approved = event.data
        guard try await card(of: approved.draft) == nil,
            let draft = try await store.read({ try $0.draft(approved.draft) })
        else { return Consequences(closeCard(approved.draft)) }
        return Consequences(postCard(of: approved.draft, in: approved.conversation) { DraftCard.closed(draft) })
    }

    /// Who answers, and how replies come about: everybody in the thread has to know.
    func show(_ event: Event<ConversationUpdated>) -> Consequences {
        guard let text = ConversationNotice.text(event.data) else { return .none }
        return Consequences(
            posts([text], conversation: event.data.conversation, of: event.header, areMessages: false),
            changes: { _ in })
    }

    func show(_ event: Event<ReplyRejected>) -> Consequences { Consequences(closeCard(event.data.draft)) }

    func show(_ event: Event<ReplyVoided>) -> Consequences {
        Consequences(closeCard(event.data.draft, reason: event.data.reason))
    }

    func show(_ event: Event<ReplyDelivered>) -> Consequences {
        Consequences(closeCard(event.data.draft)) { logger.hop("delivered → Discord", event.header) }
    }

    func show(_ event: Event<ReplyFailed>) -> Consequences {
        Consequences(closeCard(event.data.draft, failure: event.data.reason))
    }

    /// Brings a card to what the draft is now.
    func refreshCard(of draft: String) async throws {
        guard let (card, document) = try await card(of: draft), document.state != .offered else { return }
        try await edit(card, DraftCard.closed(document))
    }

    private func postCard(
        of draft: String, in conversation: ConversationReference, _ card: @escaping @Sendable () -> DraftCard
    ) -> Effect {
        let key = "discord.card:\(draft)"
        return Effect(key, in: conversation.id) { attempt in
            let card = card()
            let place = try await self.post(
                DiscordPost(content: card.content, buttons: card.buttons, nonce: Nonce.make(for: key)),
                conversation: conversation, attempt)
            let document = CardDocument(_id: draft, thread: place.thread, message: place.message)
            return .done(externalID: place.message) { transaction in
                _ = try transaction.session.collection(CardDocument.collection).replaceOne(
                    ["_id": .string(draft)], with: document, upsert: true)
            }
        }
    }

    private func closeCard(_ draft: String, reason: VoidReason? = nil, failure: ReplyFailure? = nil) -> Effect {
        Effect(repeatable: {
            guard let (card, document) = try await card(of: draft) else { return }
            try await edit(card, DraftCard.closed(document, reason: reason, failure: failure))
        })
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

    private func relay(_ message: ChatMessage, of header: EventHeader, marked author: String) -> Consequences {
        Consequences(
            posts(
                PostSplit.parts(prefix: "**\(author):** ", text: RelayedText.of(message)),
                conversation: message.conversation, of: header), changes: { _ in },
            afterwards: { logger.hop("message → Discord", header) })
    }

    private func posts(
        _ parts: [String], conversation: ConversationReference, of header: EventHeader, areMessages: Bool = true
    ) -> [Effect] {
        parts.enumerated().map { index, part in
            let key = "discord.message:\(header.id):\(index)"
            return Effect(key, in: conversation.id) { attempt in
                let post = DiscordPost(content: part, nonce: Nonce.make(for: key))
                let message = try await self.post(post, conversation: conversation, attempt).message
                guard areMessages, index == parts.count - 1, let sequence = header.sequence else {
                    return .done(externalID: message)
                }
                return .done(externalID: message) { transaction in
                    try transaction.noteShown(sequence, of: conversation.id, as: message)
                }
            }
        }
    }

    /// Posts in the conversation's thread. In a thread that was deleted, once more in a new one.
    private func post(
        _ post: DiscordPost, conversation: ConversationReference, _ attempt: EffectAttempt
    ) async throws -> (thread: String, message: String) {
        var thread = try await threads.thread(of: conversation)
        // Within Discord's few minutes the nonce makes a repeat harmless; later the thread itself is looked at.
        if case .attempted(let at) = attempt.standing, Timestamp.now.since(Timestamp(at)) > .seconds(120),
            let found = try await discord.messages(in: thread, limit: 100).first(where: { $0.content == post.content })
        {
            return (thread, found.id)
        }
        try await attempt.begin()
        do {
            let message = try await discord.post(post, in: thread).id
            FailPoint.reach(.discordPosted)
            return (thread, message)
        } catch let error as DiscordError where error.code == .missing {
            try await threads.forget(conversation.id)
            thread = try await threads.thread(of: conversation)
            return (thread, try await discord.post(post, in: thread).id)
        }
    }
}
