import Shared

/// Turns what a page shows and what is stored into the messages to store. Pure.
struct NewMessages: Equatable, Sendable {
    var messages: [ChatMessage]
    var hasGap: Bool

    /// - Parameters:
    ///   - lastOrdinal: that of the last stored message, 0 when there is none.
    ///   - stored: the latest stored messages, oldest first.
    ///   - limit: the most messages to take of a conversation that was never stored: a first start reads no further
    ///     back than configured.
    init(
        in transcript: Transcript, of conversation: ConversationReference, stored: [TranscriptAlignment.Key],
        lastOrdinal: Int64, limit: Int, observedAt: Timestamp
    ) {
        let alignment = TranscriptAlignment(stored: stored, shown: transcript.bubbles.map(\.key))
        var fresh = transcript.bubbles[alignment.firstNew...]
        if stored.isEmpty { fresh = fresh.suffix(limit) }
        hasGap = alignment.hasGap
        messages = fresh.enumerated().map { index, bubble in
            let ordinal = lastOrdinal + Int64(index) + 1
            return ChatMessage(
                id: "\(conversation.id)#\(ordinal)", conversation: conversation, ordinal: ordinal,
                direction: bubble.isOwn ? .outgoing : .incoming,
                author: bubble.author ?? (bubble.isOwn ? "" : conversation.name), text: bubble.text,
                sentAt: bubble.at.map { Timestamp(milliseconds: $0) }, observedAt: observedAt)
        }
    }
}

extension Transcript.Bubble {
    var key: TranscriptAlignment.Key { TranscriptAlignment.Key(id: id, isOwn: isOwn, text: text, at: at) }
}
