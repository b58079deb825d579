import Logging
import ServiceRuntime
import Shared
import Store

/// Stores what pages show: every message not yet stored, each with its event, in one transaction.
struct ConversationStore: Sendable {
    /// How many stored messages are compared with a page.
    static let comparedMessages = 200

    let store: Store
    let catchUp: Int
    let logger: Logger

    /// The conversation's id in events.
    static func id(platform: String, conversation: String) -> String { "\(platform):\(conversation)" }

    /// Stores the new messages of a transcript and voids the drafts they make out of date.
    ///
    /// - Parameter reply: the approved reply that was just typed: the own bubble with its text is its delivery.
    /// - Returns: the message that the reply's bubble became.
    @discardableResult
    func record(
        _ transcript: Transcript, of conversation: ConversationReference, reply: TypedReply? = nil
    ) async throws -> ChatMessage? {
        let catchUp = catchUp
        let observed = Timestamp.now
        let (headers, hasGap, delivered) = try await store.write {
            transaction -> ([EventHeader], Bool, ChatMessage?) in
            let known = try transaction.conversation(conversation.id)
            let stored = try transaction.recentMessages(of: conversation.id, limit: Self.comparedMessages)
            let new = NewMessages(
                in: transcript, of: conversation, stored: stored.map(\.key), lastOrdinal: known?.lastOrdinal ?? 0,
                limit: catchUp, observedAt: observed)
            // Bubbles of replies that are still being typed somewhere are theirs, not the owner's.
            let ownership = try BubbleOwnership(transaction.repliesUnderWay(in: conversation.id), current: reply)
            var headers: [EventHeader] = []
            var delivered: ChatMessage?
            for message in new.messages {
                let draft = message.direction == .outgoing ? ownership.draft(of: message.text) : nil
                let header = try transaction.append(message, draft: draft)
                headers.append(header)
                if let reply, draft == reply.draft {
                    delivered = message
                } else if draft == nil {
                    try transaction.voidDrafts(
                        of: conversation, olderThan: header.sequence ?? 0,
                        reason: message.direction == .incoming ? .newerMessage : .answeredByHand)
                }
            }
            if let reply, let delivered { try transaction.deliver(reply, as: delivered, in: conversation) }
            return (headers, new.hasGap, delivered)
        }
        FailPoint.reach(.pageRecorded)
        if hasGap {
            logger.warning(
                "the page does not continue what is stored: messages were edited, deleted or missed",
                metadata: ["correlation_id": "\(conversation.id)"])
        }
        for header in headers {
            logger.hopped("page → event", conversation: conversation.id, origin: header.origin, event: header.id)
        }
        return delivered
    }
}

/// An approved reply whose bubble is expected.
struct TypedReply: Sendable, Equatable {
    var draft: String
    var text: String
    var effect: String
    var cause: EventHeader
}

/// Decides whose an own bubble is: a reply's that was typed, or the owner's by hand. Pure.
struct BubbleOwnership: Sendable {
    private let replies: [(draft: String, text: String)]

    init(_ underWay: [(draft: String, text: String)], current: TypedReply?) {
        var replies = underWay
        if let current, !replies.contains(where: { $0.draft == current.draft }) {
            replies.append((current.draft, current.text))
        }
        self.replies = replies
    }

    /// The draft whose text this is. A page may trim or fold white space: that alone makes no other message.
    func draft(of text: String) -> String? {
        let folded = Self.folded(text)
        return replies.first { Self.folded($0.text) == folded }?.draft
    }

    static func folded(_ text: String) -> [Substring] { text.split(whereSeparator: \.isWhitespace) }
}

extension MessageDocument {
    fileprivate var key: TranscriptAlignment.Key {
        TranscriptAlignment.Key(
            id: nil, isOwn: direction == .outgoing, text: text, at: sentAt.map { Timestamp($0).milliseconds })
    }
}
