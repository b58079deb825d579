import Shared
import Store

/// What is stored of a conversation, for knowing it again on a page that has changed.
struct StoredKnowledge: Sendable {
    /// As many as a page shows at first.
    static let messages = 50

    let store: Store
    let platform: String

    func messages(of conversation: String) async -> (name: String, messages: [KnownContent.Message]) {
        let id = ConversationStore.id(platform: platform, conversation: conversation)
        let stored = try? await store.read { transaction in
            let messages = try transaction.recentMessages(of: id, limit: Self.messages).map { message in
                KnownContent.Message(
                    text: message.text, isOwn: message.direction == .outgoing,
                    at: message.sentAt.map { Timestamp($0).milliseconds })
            }
            return (name: try transaction.conversation(id)?.name ?? "", messages: messages)
        }
        return stored ?? ("", [])
    }
}
