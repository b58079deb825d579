import Mongo
import Shared
import Store

import struct FoundationEssentials.Date

/// A conversation as drafting needs it, read from the store.
struct ConversationView: Sendable, Equatable {
    var standing: ConversationStanding
    /// Oldest first.
    var history: [Prompt.Line]
    /// When the incoming messages at the end of the history were seen, oldest first.
    var unanswered: [Date]
    /// Ordinal of the oldest message that a prompt has a place for; nil when it has one for all of them.
    var firstShown: Int64?

    /// Nil when the conversation is not there.
    static func read(_ id: String, limit: Int, from store: Store) async throws -> ConversationView? {
        try await store.read { transaction in
            guard let standing = try standing(of: id, in: transaction) else { return nil }
            let messages = try transaction.recentMessages(of: id, limit: limit)
            let unanswered = messages.reversed().prefix { $0.direction == .incoming }.reversed()
            let history = messages.map {
                Prompt.Line(direction: $0.direction, text: ChatMessage.text($0.text, with: $0.attachments))
            }
            let shown = messages.suffix(Prompt.bounded(history).count)
            let isAllShown = messages.count < limit && shown.count == messages.count
            return ConversationView(
                standing: standing, history: history, unanswered: unanswered.map(\.observedAt),
                firstShown: isAllShown ? nil : shown.first?.ordinal)
        }
    }

    static func standing(of id: String, in transaction: StoreTransaction) throws -> ConversationStanding? {
        guard let conversation = try transaction.conversation(id) else { return nil }
        let last = try transaction.message(of: id, sequence: conversation.lastMessageSequence)
        return ConversationStanding(
            mode: conversation.mode ?? .draft, lastMessageSequence: conversation.lastMessageSequence,
            lastDirection: last?.direction ?? .incoming)
    }

    /// Whether the last bubble is the other person's: replies of ours count, which a draft does not have to answer.
    static func isOtherPersonLast(in id: String, _ transaction: StoreTransaction) throws -> Bool {
        try transaction.recentMessages(of: id, limit: 1).last?.direction == .incoming
    }
}

extension StoreTransaction {
    /// The message that an event told of. It is one of the latest, which is where the search begins.
    fileprivate func message(of conversation: String, sequence: Int64) throws -> MessageDocument? {
        try session.collection(MessageDocument.collection).find(
            as: MessageDocument.self, filter: ["conversation": .string(conversation), "sequence": .int64(sequence)],
            sort: ["ordinal": -1], limit: 1
        ).first
    }
}
