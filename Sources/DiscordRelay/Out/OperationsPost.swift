import Shared
import Store

/// What concerns the whole suite goes to the channel itself, not to a thread.
struct OperationsPost: Sendable {
    let discord: DiscordClient
    let store: Store
    let channel: String

    func post(_ text: String, _ header: EventHeader) async throws {
        if try await store.isHandled(header.id) { return }
        let effect = "discord.operations:\(header.id)"
        if case .done = try await store.intend(effect: effect, conversation: header.conversation) { return }
        try await store.attempt(effect: effect)
        let content = String(text.prefix(1900))
        let message = try await discord.post(
            DiscordPost(content: content, nonce: Nonce.make(for: effect)), in: channel)
        try await store.handle(header) { try $0.complete(effect: effect, externalID: message.id) }
    }

    /// Nothing to tell.
    func note(_ header: EventHeader) async throws { try await store.handle(header) { _ in } }
}
