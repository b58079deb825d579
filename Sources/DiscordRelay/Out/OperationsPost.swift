import Shared
import Store

/// What concerns the whole suite goes to the channel itself, not to a thread.
struct OperationsPost: Sendable {
    let discord: DiscordClient
    let channel: String

    /// Tells a text.
    func post(_ text: String, _ header: EventHeader) -> Consequences {
        Consequences(effect(DiscordPost(content: text), header) { nil })
    }

    /// Tells how the session stands, with a picture of the page where there is one, and with buttons to answer.
    func post(_ event: Event<SessionChanged>, in store: Store) -> Consequences {
        guard let card = SessionCard(event) else { return .none }
        return Consequences(
            effect(DiscordPost(content: card.content, buttons: card.buttons), event.header) {
                guard let id = event.data.screenshot, let picture = try await store.read({ try $0.screenshot(id) })
                else { return nil }
                return DiscordFile(
                    name: picture.type == "image/png" ? "page.png" : "page.jpg", type: picture.type,
                    description: "What the site's page shows; all that is private on it is covered.",
                    bytes: picture.bytes)
            })
    }

    private func effect(
        _ post: DiscordPost, _ header: EventHeader, file: @escaping @Sendable () async throws -> DiscordFile?
    ) -> Effect {
        let key = "discord.operations:\(header.id)"
        var post = post
        post.content = String(post.content.prefix(1900))
        post.nonce = Nonce.make(for: key)
        return Effect(key, in: header.conversation) { [post] attempt in
            var post = post
            post.file = try await file()
            try await attempt.begin()
            return .done(externalID: try await discord.post(post, in: channel).id)
        }
    }
}
