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
    var showsNames = true

    private var desk: ThreadDesk { ThreadDesk(discord: discord, threads: threads, store: store) }

    func show(_ event: Event<MessageReceived>) -> Consequences {
        relay(event.data.message, of: event.header)
    }

    /// A reply of ours is told by its card; only what was written by hand is shown as a message.
    func show(_ event: Event<MessageSent>) -> Consequences {
        guard event.data.draft == nil else { return .none }
        return relay(event.data.message, of: event.header)
    }

    /// What it was and what it is, as an answer to the post that shows it.
    func show(_ event: Event<MessageEdited>) async throws -> Consequences {
        let message = event.data.message
        let (earlier, post) = try await store.read { transaction in
            (try transaction.message(message.id)?.earlier ?? [], try transaction.post(about: message.id))
        }
        // 2 is the first edit: the first version is what it was before.
        let before = event.data.version - 2
        var parts: [String] = []
        if earlier.indices.contains(before) {
            parts += QuotedText.parts(under: "✏️ **edited on the page**; it was:", earlier[before].text)
            parts += QuotedText.parts(under: "✏️ **and is now:**", message.text)
        } else {
            parts += QuotedText.parts(under: "✏️ **edited on the page**; it is now:", message.text)
        }
        return Consequences(
            posts(parts, conversation: message.conversation, of: event.header, answering: post), changes: { _ in })
    }

    func show(_ event: Event<MessageDeleted>) async throws -> Consequences {
        let id = event.data.message
        let (text, post) = try await store.read { transaction in
            (try transaction.message(id)?.text, try transaction.post(about: id))
        }
        let head = "🗑️ **deleted on the page**"
        return Consequences(
            posts(
                text.map { QuotedText.parts(under: "\(head); it was:", $0) } ?? [head],
                conversation: event.data.conversation, of: event.header, answering: post), changes: { _ in })
    }

    func show(_ event: Event<MessageAttached>) -> Consequences {
        let attached = event.data
        let key = "discord.attachment:\(attached.attachment.id)"
        return Consequences(
            Effect(key, in: attached.conversation.id) { attempt in
                let stored = try await store.read { try $0.attachment(attached.attachment.id) }
                let shown = AttachmentPost(attached, stored: stored)
                let post = DiscordPost(content: shown.content, nonce: Nonce.make(for: key), file: shown.file)
                let place: ThreadDesk.Place
                do {
                    place = try await desk.post(post, of: attached.conversation, attempt)
                } catch let error as DiscordError where error.code == .tooLarge {
                    let told = DiscordPost(
                        content: "\(shown.content) is too large for Discord", nonce: Nonce.make(for: key + ":told"))
                    place = try await desk.post(told, of: attached.conversation, attempt)
                }
                return .done(externalID: place.message) { transaction in
                    try transaction.record(
                        PostDocument(
                            _id: key, conversation: attached.conversation.id, thread: place.thread,
                            message: place.message))
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
            let place = try await desk.post(
                DiscordPost(content: card.content, buttons: card.buttons, nonce: Nonce.make(for: key)),
                of: conversation, attempt)
            let document = CardDocument(_id: draft, thread: place.thread, message: place.message)
            return .done(externalID: place.message) { transaction in
                _ = try transaction.session.collection(CardDocument.collection).replaceOne(
                    ["_id": .string(draft)], with: document, upsert: true)
                try transaction.record(
                    PostDocument(
                        _id: key, conversation: conversation.id, thread: place.thread, message: place.message))
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
            try await desk.edit(
                card.message, in: card.thread, to: DiscordPost(content: new.content, buttons: new.buttons))
        } catch let error as DiscordError where error.code == .missing {
            // Somebody deleted the card: there is nothing left to bring up to date.
        }
    }

    private func relay(_ message: ChatMessage, of header: EventHeader) -> Consequences {
        let parts = relayed(message).parts()
        let told: @Sendable () async -> Void = { logger.hop("message → Discord", header) }
        guard let item = item(message, header) else {
            return Consequences(
                posts(parts, conversation: message.conversation, of: header, about: message.id), changes: { _ in },
                afterwards: told)
        }
        let waiting = WaitingMessages(store: store, item: self.item)
        let post = Effect(item.effect, in: message.conversation.id) { attempt in
            try await MessagePost(desk: desk).carryOut(item, of: message.conversation, attempt) {
                try await waiting.behind(header)
            }
        }
        return Consequences(post, afterwards: told)
    }

    /// As it stands in a post; nil for what does not fit one.
    private func item(_ message: ChatMessage, _ header: EventHeader) -> SharedPost.Item? {
        let parts = relayed(message).parts()
        guard parts.count == 1, let content = parts.first else { return nil }
        return SharedPost.Item(
            effect: Self.key(header, 0), message: message.id, sequence: header.sequence ?? 0, content: content)
    }

    private func relayed(_ message: ChatMessage) -> RelayedMessage {
        let author: RelayedMessage.Author =
            message.direction == .outgoing ? .byHand : .person(showsNames ? message.author : "They")
        return RelayedMessage(author: author, text: message.text, attachments: message.attachments ?? [])
    }

    private static func key(_ header: EventHeader, _ part: Int) -> String { "discord.message:\(header.id):\(part)" }

    private func posts(
        _ parts: [String], conversation: ConversationReference, of header: EventHeader,
        answering answered: PostDocument? = nil, about message: String? = nil, areMessages: Bool = true
    ) -> [Effect] {
        parts.enumerated().map { index, part in
            let key = Self.key(header, index)
            return Effect(key, in: conversation.id) { attempt in
                let post = DiscordPost(content: part, nonce: Nonce.make(for: key), about: answered?.message)
                let place = try await desk.post(post, of: conversation, attempt)
                return .done(externalID: place.message) { transaction in
                    try transaction.record(
                        PostDocument(
                            _id: key, conversation: conversation.id, thread: place.thread, message: place.message,
                            about: message))
                    guard areMessages, index == parts.count - 1, let sequence = header.sequence else { return }
                    try transaction.noteShown(sequence, of: conversation.id, as: place.message)
                }
            }
        }
    }
}
