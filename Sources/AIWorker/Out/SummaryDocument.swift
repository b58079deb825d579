import Mongo
import Shared
import Store

import struct FoundationEssentials.Date

/// What is older than a conversation's prompt shows, summed up by the AI service. Gone as soon as something that it may
/// hold is edited or deleted, and with the conversation.
struct SummaryDocument: Codable, Sendable {
    static let collection = "summaries"
    static let declaration = CollectionDeclaration(
        collection, indexes: [MongoIndex(["conversation": 1])],
        required: [("_id", "string"), ("conversation", "string"), ("revision", "long"), ("at", "date")])

    /// The conversation's id, as `conversation` is.
    var _id: String
    var conversation: String
    /// Absent while no request gave a usable one.
    var text: String?
    /// Ordinal of the last message that the text covers.
    var through: Int64
    /// Sequence of the event that told of that message.
    var throughSequence: Int64
    /// Ordinal of the last message that the service was asked about; not less than `through`.
    var tried: Int64
    /// The conversation's last sequence when the covered messages were read: a change of one of them with a later
    /// sequence outdates the text.
    var basis: Int64
    /// Counts up with each writing, so that of two at once one is stored.
    var revision: Int64
    /// After a failed request: no request before.
    var notBefore: Date?
    var at: Date

    /// Of a conversation that has none yet.
    init(conversation: String, at date: Date) {
        _id = conversation
        self.conversation = conversation
        through = 0
        throughSequence = 0
        tried = 0
        basis = 0
        revision = 0
        at = date
    }
}

extension StoreTransaction {
    func summary(of conversation: String) throws -> SummaryDocument? {
        try session.collection(SummaryDocument.collection).findOne(
            as: SummaryDocument.self, filter: ["_id": .string(conversation)])
    }

    /// Whether a message that the text covers was edited or deleted after it was read.
    func isOutdated(_ summary: SummaryDocument) throws -> Bool {
        guard summary.text != nil else { return false }
        return try session.collection(MessageDocument.collection).findOne(
            as: MessageDocument.self,
            filter: [
                "conversation": .string(summary.conversation), "ordinal": ["$lte": .int64(summary.through)],
                "changeSequence": ["$gt": .int64(summary.basis)],
            ]) != nil
    }

    /// Stores a summary in place of the one with the revision before it.
    ///
    /// - Returns: false when another was stored or dropped meanwhile, when it is outdated already, or when the
    ///   conversation is gone: nothing is changed then.
    func replace(with summary: SummaryDocument) throws -> Bool {
        guard try conversation(summary.conversation) != nil,
            try self.summary(of: summary.conversation)?.revision ?? 0 == summary.revision - 1,
            try !isOutdated(summary)
        else { return false }
        _ = try session.collection(SummaryDocument.collection).replaceOne(
            ["_id": .string(summary._id)], with: summary, upsert: true)
        return true
    }

    /// Drops a summary that may hold what was edited or deleted since.
    func dropOutdatedSummary(of conversation: String) throws {
        guard let summary = try summary(of: conversation), try isOutdated(summary) else { return }
        try dropSummary(of: conversation)
    }

    func dropSummary(of conversation: String) throws {
        _ = try session.collection(SummaryDocument.collection).deleteMany(["_id": .string(conversation)])
    }

    /// The latest messages between two others of a conversation, oldest first, deleted ones left out.
    ///
    /// - Parameters:
    ///   - after: an ordinal; nil for the beginning.
    ///   - before: an ordinal.
    func messages(of conversation: String, after: Int64?, before: Int64, limit: Int) throws -> [MessageDocument] {
        try session.collection(MessageDocument.collection).find(
            as: MessageDocument.self,
            filter: [
                "conversation": .string(conversation), "deletedAt": ["$exists": false],
                "ordinal": ["$gt": .int64(after ?? .min), "$lt": .int64(before)],
            ], sort: ["ordinal": -1], limit: limit
        ).reversed()
    }
}
