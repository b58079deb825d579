import Shared
import Store

/// What concerns the whole suite goes to the channel itself, not to a thread.
struct OperationsPost: Sendable {
    let discord: DiscordClient
    let channel: String

    /// Tells a text, or nothing.
    func post(_ text: String?, _ header: EventHeader) -> Consequences {
        guard let text else { return .none }
        let key = "discord.operations:\(header.id)"
        return Consequences(
            Effect(key, in: header.conversation) { attempt in
                try await attempt.begin()
                let message = try await discord.post(
                    DiscordPost(content: String(text.prefix(1900)), nonce: Nonce.make(for: key)), in: channel)
                return .done(externalID: message.id)
            })
    }
}
