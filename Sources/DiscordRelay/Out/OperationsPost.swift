import Shared
import Store

/// Tells what concerns the whole suite. What lasts is told once, brought up to date in place, and marked when it is over.
struct OperationsPost: Sendable {
    let discord: DiscordClient
    let place: OperationsPlace
    let store: Store

    /// Of a text that is edited into another: Discord's limit with room for a heading.
    private static let maximumLength = 1900

    /// Tells a text that nothing follows.
    func post(_ text: String, _ header: EventHeader) -> Consequences {
        Consequences([told(DiscordPost(content: text), header)], changes: { _ in })
    }

    /// Tells a text about something that lasts; when it was told before, there.
    func open(_ subject: String, _ text: String, _ header: EventHeader) async throws -> Consequences {
        guard var notice = try await notice(subject) else {
            return Consequences([told(DiscordPost(content: text), header, as: subject)], changes: { _ in })
        }
        guard notice.content != text else { return .none }
        notice.content = text
        let changed = notice
        return Consequences([edit(changed, to: text)], changes: { try $0.record(changed) })
    }

    /// Marks what was told as over; tells it where nothing was.
    func close(_ subject: String, _ text: String, _ header: EventHeader) async throws -> Consequences {
        guard let notice = try await notice(subject) else { return post(text, header) }
        return Consequences([edit(notice, to: "\(text)\n\(Self.past(notice))")], changes: { try $0.close(notice) })
    }

    /// Puts the last word in the place of what was told, or tells it where nothing was.
    ///
    /// - Parameter changes: written with it.
    func settle(
        _ subject: String, _ text: String, _ header: EventHeader, changes: @escaping Changes
    ) async throws -> Consequences {
        guard let notice = try await notice(subject) else {
            return Consequences([told(DiscordPost(content: text), header)], changes: changes)
        }
        return Consequences([edit(notice, to: text)]) { transaction in
            try transaction.close(notice)
            try changes(transaction)
        }
    }

    /// Tells how the session stands, with a picture of the page where there is one, and with buttons to answer. A question
    /// that was asked before loses its buttons.
    func post(_ event: Event<SessionChanged>) async throws -> Consequences {
        let subject = "session:\(event.data.platform)"
        let earlier = try await notice(subject)
        guard let card = SessionCard(event) else {
            guard let earlier else { return .none }
            return Consequences([edit(earlier, to: "✅ **over**\n\(Self.past(earlier))")]) { try $0.close(earlier) }
        }
        var effects: [Effect] = []
        if let earlier { effects.append(edit(earlier, to: "⏩ **asked anew below**\n\(Self.past(earlier))")) }
        let post = DiscordPost(content: card.content, buttons: card.buttons)
        effects.append(
            told(post, event.header, as: subject) {
                guard let id = event.data.screenshot, let picture = try await store.read({ try $0.screenshot(id) })
                else { return nil }
                return DiscordFile(
                    name: picture.type == "image/png" ? "page.png" : "page.jpg", type: picture.type,
                    description: "What the site's page shows; all that is private on it is covered.",
                    bytes: picture.bytes)
            })
        return Consequences(effects, changes: { _ in })
    }

    private func notice(_ subject: String) async throws -> NoticeDocument? {
        try await store.read { try $0.notice(subject) }
    }

    /// What was, in grey and small.
    static func past(_ notice: NoticeDocument) -> String {
        notice.content.split(separator: "\n").map { $0.hasPrefix("-# ") ? "\($0)" : "-# \($0)" }
            .joined(separator: "\n")
    }

    /// - Parameters:
    ///   - subject: what lasts; nil for a text that nothing follows.
    ///   - heal: what the post's buttons are about.
    func told(
        _ post: DiscordPost, _ header: EventHeader, as subject: String? = nil, asking heal: HealDocument? = nil,
        file: @escaping @Sendable () async throws -> DiscordFile? = { nil }
    ) -> Effect {
        let key = "discord.operations:\(header.id)"
        var post = post
        post.content = String(post.content.prefix(Self.maximumLength))
        post.nonce = Nonce.make(for: key)
        return Effect(key, in: header.conversation) { [post] attempt in
            var post = post
            post.file = try await file()
            try await open(heal)
            let (channel, message) = try await send(post, attempt)
            return .done(externalID: message) { [content = post.content] transaction in
                try transaction.record(
                    PostDocument(_id: key, conversation: header.conversation, thread: channel, message: message))
                guard let subject else { return }
                try transaction.record(
                    NoticeDocument(
                        _id: subject, channel: channel, message: message, content: content, heal: heal?._id))
            }
        }
    }

    /// Before anybody can press: a press on what is not stored would be in vain.
    private func open(_ heal: HealDocument?) async throws {
        guard let heal else { return }
        try await store.write { try $0.open(heal) }
    }

    private func send(_ post: DiscordPost, _ attempt: EffectAttempt) async throws -> (channel: String, message: String)
    {
        do {
            let channel = try await place.id()
            if let found = try await PostFinder(discord: discord, store: store).find(post, in: channel, attempt) {
                return (channel, found)
            }
            try await attempt.begin()
            do {
                return (channel, try await discord.post(post, in: channel).id)
            } catch let error as DiscordError where error.code == .archived {
                try await discord.openThread(channel)
                return (channel, try await discord.post(post, in: channel).id)
            } catch let error as DiscordError where error.code == .missing {
                try await place.forget()
                let channel = try await place.id()
                return (channel, try await discord.post(post, in: channel).id)
            }
        } catch let error as DiscordError {
            throw error.patient
        }
    }

    /// Without the buttons that it had. What somebody deleted stays so.
    func edit(
        _ notice: NoticeDocument, to text: String, buttons: [DiscordButton] = [], asking heal: HealDocument? = nil
    ) -> Effect {
        Effect(repeatable: {
            try await open(heal)
            let post = DiscordPost(content: String(text.prefix(Self.maximumLength)), buttons: buttons)
            do {
                do {
                    try await discord.edit(notice.message, in: notice.channel, to: post)
                } catch let error as DiscordError where error.code == .archived {
                    try await discord.openThread(notice.channel)
                    try await discord.edit(notice.message, in: notice.channel, to: post)
                }
            } catch let error as DiscordError where error.code != .missing {
                throw error.patient
            } catch is DiscordError {}
        })
    }
}
