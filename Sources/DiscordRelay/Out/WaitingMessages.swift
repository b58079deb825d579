import Shared
import Store

/// What is stored behind an event and can be shown in one post with it.
struct WaitingMessages: Sendable {
    /// More than fit one post.
    private static let limit = 60

    let store: Store
    let item: @Sendable (ChatMessage, EventHeader) -> SharedPost.Item?

    /// The messages directly behind an event. Anything else that is shown in the thread ends them: order is kept.
    func behind(_ event: EventHeader) async throws -> [SharedPost.Item] {
        var items: [SharedPost.Item] = []
        for stored in try await store.following(event, limit: Self.limit) {
            switch try Self.read(stored) {
            case .message(let message, let header):
                guard let item = item(message, header) else { return items }
                items.append(item)
            case .unseen: continue
            case .other: return items
            }
        }
        return items
    }

    private enum Content {
        case message(ChatMessage, EventHeader)
        /// It posts nothing.
        case unseen
        case other
    }

    private static func read(_ stored: StoredEvent) throws -> Content {
        guard let name = EventName(rawValue: stored.name), ServiceName.discordRelay.subscriptions.contains(name) else {
            return .unseen
        }
        switch name {
        case .messageReceived:
            let event = try EventCoding.decode(Event<MessageReceived>.self, from: stored.body)
            return .message(event.data.message, event.header)
        case .messageSent:
            let event = try EventCoding.decode(Event<MessageSent>.self, from: stored.body)
            return event.data.draft == nil ? .message(event.data.message, event.header) : .unseen
        // Their cards are changed in place.
        case .replyVoided, .replyRejected, .replyDelivered, .replyFailed: return .unseen
        default: return .other
        }
    }
}
