import Shared
import Store

/// What a look at a page says about a conversation, next to what is stored of it. Pure.
struct ConversationChanges: Equatable, Sendable {
    struct New: Equatable, Sendable {
        var message: ChatMessage
        /// The platform's own id of it, where it has one.
        var siteID: String?
        /// Where what came with it is to be had, in the order of its attachments.
        var addresses: [String] = []
        /// The page shows it before messages that were stored earlier.
        var isLate: Bool
    }

    struct Edit: Equatable, Sendable {
        var message: String
        var text: String
    }

    /// Oldest first.
    var new: [New]
    var edits: [Edit]
    /// Ids of messages that the page should show and does not: deleted, or the page lags behind.
    var missing: [String]
    /// The page shows nothing that is stored: what lies between is not known.
    var isDetached: Bool

    /// - Parameters:
    ///   - stored: the latest stored messages that were not deleted, oldest first; all of them when there are fewer than
    ///     `comparedMessages`.
    ///   - lastOrdinal: that of the last stored message, deleted ones included; 0 when there is none.
    ///   - limit: the most messages to take of a conversation whose stored end the page does not show.
    init(
        in transcript: Transcript, of conversation: ConversationReference, stored: [MessageDocument],
        comparedMessages: Int, lastOrdinal: Int64, limit: Int, observedAt: Timestamp
    ) {
        var transcript = transcript
        if stored.count >= comparedMessages, transcript.bubbles.count >= stored.count {
            // What is shown before that was stored long ago.
            transcript.bubbles = transcript.bubbles.suffix(stored.count - 1)
            transcript.isComplete = false
        }
        let diff = TranscriptDiff(
            stored: stored.map(\.key), isStoredWhole: stored.count < comparedMessages,
            shown: transcript.bubbles.map(\.key), isShownWhole: transcript.isComplete)
        isDetached = diff.isDetached
        missing = diff.missing.map { stored[$0]._id }
        edits = diff.edits.map { Edit(message: stored[$0.stored]._id, text: transcript.bubbles[$0.shown].text) }
        let fresh = stored.isEmpty || isDetached ? diff.new.suffix(limit) : diff.new[...]
        new = fresh.enumerated().map { index, place in
            let bubble = transcript.bubbles[place]
            let ordinal = lastOrdinal + Int64(index) + 1
            let id = "\(conversation.id)#\(ordinal)"
            return New(
                message: ChatMessage(
                    id: id, conversation: conversation, ordinal: ordinal,
                    direction: bubble.isOwn ? .outgoing : .incoming,
                    author: bubble.author ?? (bubble.isOwn ? "" : conversation.name), text: bubble.text,
                    sentAt: bubble.at.map { Timestamp(milliseconds: $0) }, observedAt: observedAt,
                    attachments: bubble.attachments?.enumerated().map { number, shown in
                        MessageAttachment(id: "\(id)/\(number + 1)", kind: shown.kind)
                    }),
                siteID: bubble.id, addresses: bubble.attachments?.map(\.address) ?? [],
                isLate: diff.late.contains(place))
        }
    }

    private init(new: [New]) {
        (self.new, edits, missing, isDetached) = (new, [], [], false)
    }

    /// What is left when the first `count` new messages, and all other changes, are stored; nil when nothing is.
    func after(_ count: Int) -> ConversationChanges? {
        new.count > count ? ConversationChanges(new: Array(new.dropFirst(count))) : nil
    }
}
