import Logging
import ServiceRuntime
import Shared
import Store

/// Stores what pages show: every message not yet stored and every change of a stored one, each with its event, in one
/// transaction.
struct ConversationStore: Sendable {
    /// How many stored messages are compared with a page at least, and at most.
    static let comparedMessages = 200...2000
    /// So many new messages are stored in one transaction: a database ends one that lasts too long.
    static let batch = 500

    let store: Store
    /// The most messages to take of a conversation whose stored end a page does not show.
    let catchUp: Int
    /// Raised when attachments of new messages are to be loaded; nil when none are wanted.
    var attachments: WakeSignal?
    let logger: Logger

    /// The conversation's id in events.
    static func id(platform: String, conversation: String) -> String { "\(platform):\(conversation)" }

    /// What came of a look.
    struct Recorded: Sendable, Equatable {
        /// The message that the reply's bubble became.
        var delivered: ChatMessage?
        /// Messages that the page should have shown and did not.
        var missing: Set<String> = []
        /// Nothing was stored: the page begins after the last stored message, and earlier ones can still be loaded.
        var needsEarlier = false
    }

    /// What one transaction stored, and what the next ones have to store of the same look.
    private struct Batch: Sendable {
        var recorded: Recorded
        var rest: ConversationChanges?
    }

    /// How many bubbles a look needs at first: of a conversation that was never stored, all that are wanted.
    func wantedBubbles(of conversation: String) async throws -> Int {
        try await store.read { try $0.conversation(conversation) } == nil ? catchUp : min(50, catchUp)
    }

    /// Stores the new and edited messages of a transcript and voids the drafts they make out of date.
    ///
    /// - Parameters:
    ///   - reply: the approved reply that was just typed: the own bubble with its text is its delivery.
    ///   - canReadFurther: nothing is stored when the page does not reach back to what is stored.
    ///   - gone: messages that an earlier look missed as well; those still missing are stored as deleted.
    @discardableResult
    func record(
        _ transcript: Transcript, of conversation: ConversationReference, reply: TypedReply? = nil,
        canReadFurther: Bool = false, gone: Set<String> = []
    ) async throws -> Recorded {
        var batch = try await recordBatch(
            transcript, of: conversation, reply: reply, canReadFurther: canReadFurther, gone: gone)
        var whole = batch.recorded
        while let rest = batch.rest {
            batch = try await recordBatch(
                transcript, of: conversation, reply: reply, canReadFurther: canReadFurther, gone: gone, rest: rest)
            whole.missing.formUnion(batch.recorded.missing)
            whole.delivered = whole.delivered ?? batch.recorded.delivered
        }
        return whole
    }

    /// - Parameter rest: what an earlier transaction left of the same look. It is not compared again: a conversation that
    ///   repeats itself would seem to be stored when only its first part is.
    private func recordBatch(
        _ transcript: Transcript, of conversation: ConversationReference, reply: TypedReply?, canReadFurther: Bool,
        gone: Set<String>, rest: ConversationChanges? = nil
    ) async throws -> Batch {
        let (catchUp, attachments) = (catchUp, attachments)
        let observed = Timestamp.now
        let (headers, isDetached, batch) = try await store.write { transaction -> ([EventHeader], Bool, Batch) in
            let lastOrdinal = try transaction.conversation(conversation.id)?.lastOrdinal ?? 0
            // Whoever stored something in between makes it a look of its own.
            let goesOn = rest?.new.first?.message.ordinal == lastOrdinal + 1
            // More than the page shows: only then is what it shows besides new, and never older.
            let compared = min(
                max(transcript.bubbles.count + 1, Self.comparedMessages.lowerBound), Self.comparedMessages.upperBound)
            let changes =
                if goesOn, let rest { rest } else {
                    ConversationChanges(
                        in: transcript, of: conversation,
                        stored: try transaction.recentMessages(of: conversation.id, limit: compared),
                        comparedMessages: compared, lastOrdinal: lastOrdinal, limit: catchUp, observedAt: observed)
                }
            if changes.isDetached, canReadFurther, !transcript.isComplete {
                return ([], true, Batch(recorded: Recorded(needsEarlier: true)))
            }
            // Whether something lies between is not known, and a page that is understood again will tell.
            if changes.isDetached, transcript.isFound, !transcript.isComplete {
                throw SiteError(
                    .selectors,
                    "the site changed, and what is found on a conversation's page does not reach back to what is stored: "
                        + "it is read when earlier messages can be loaded again (role loadEarlier)")
            }
            var recorded = Recorded(missing: transcript.isFound ? [] : Set(changes.missing))
            var headers: [EventHeader] = []
            for edit in changes.edits {
                guard let header = try transaction.edit(edit.message, in: conversation, to: edit.text, at: observed)
                else { continue }
                headers.append(header)
            }
            for message in changes.missing where gone.contains(message) && !transcript.isFound {
                recorded.missing.remove(message)
                guard let header = try transaction.delete(message, in: conversation, at: observed) else { continue }
                headers.append(header)
            }
            // Bubbles of replies that are still being typed somewhere are theirs, not the owner's.
            let ownership = try BubbleOwnership(transaction.repliesUnderWay(in: conversation.id), current: reply)
            let new = changes.new.prefix(Self.batch).map { new in
                NewMessage(
                    new.message,
                    draft: new.message.direction == .outgoing ? ownership.draft(of: new.message.text) : nil,
                    siteID: new.siteID, isLate: new.isLate)
            }
            let told = try transaction.append(new)
            headers += told
            if attachments != nil { try transaction.expect(changes.new.prefix(Self.batch), since: observed) }
            if let reply { recorded.delivered = new.last { $0.draft == reply.draft }?.message }
            // The first that no draft of ours became voids what was drafted before it, and the rest find nothing to void.
            if let (first, header) = zip(new, told).first(where: { $0.0.draft == nil }) {
                try transaction.voidDrafts(
                    of: conversation, olderThan: header.sequence ?? 0,
                    reason: first.message.direction == .incoming ? .newerMessage : .answeredByHand)
            }
            if let reply, let delivered = recorded.delivered {
                try transaction.deliver(reply, as: delivered, in: conversation)
            }
            return (headers, changes.isDetached, Batch(recorded: recorded, rest: changes.after(Self.batch)))
        }
        if batch.recorded.needsEarlier { return batch }
        FailPoint.reach(.pageRecorded)
        attachments?.raise()
        if isDetached {
            logger.warning(
                """
                the page does not reach back to what is stored: messages in between may be missing \
                (SWITCHBOARD_CATCH_UP_MESSAGES is how far back is read)
                """,
                metadata: ["correlation_id": "\(conversation.id)"])
        }
        for header in headers {
            logger.hopped("page → event", conversation: conversation.id, origin: header.origin, event: header.id)
        }
        return batch
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

extension StoreTransaction {
    /// Takes note of what came with new messages.
    fileprivate func expect(_ new: some Sequence<ConversationChanges.New>, since observed: Timestamp) throws {
        try expect(
            new.flatMap { new in
                zip(new.message.attachments ?? [], new.addresses).map { attachment, address in
                    AttachmentDocument(attachment, of: new.message, at: address, dueAt: observed.date)
                }
            })
    }
}
