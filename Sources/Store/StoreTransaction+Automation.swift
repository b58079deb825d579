import Mongo
import Shared

import struct FoundationEssentials.Date

/// Why nothing may be sent in a conversation without a person. Asked when a reply is made, and again before it is typed.
public enum AutomationBar: String, Sendable, CaseIterable {
    /// The conversation was deleted.
    case gone
    /// Its mode is not `auto`.
    case mode
    /// An operator claimed it.
    case claimed
    /// A person answered by hand, and did not hand it back.
    case takenOver
    /// The other person does not want it.
    case optedOut

    /// The first that holds for a conversation; nil when nothing does.
    public static func of(_ conversation: ConversationDocument?, hasOptedOut: Bool) -> AutomationBar? {
        guard let conversation else { return .gone }
        if hasOptedOut { return .optedOut }
        if conversation.mode != .auto { return .mode }
        if conversation.claimedBy?.isEmpty == false { return .claimed }
        return conversation.takenOverAt == nil ? nil : .takenOver
    }
}

extension StoreTransaction {
    /// What bars the conversation from automatic replies at this moment; nil for nothing.
    public func automationBar(of conversation: String) throws -> AutomationBar? {
        AutomationBar.of(try self.conversation(conversation), hasOptedOut: try hasOptedOut(conversation))
    }

    /// A person answered by hand: ends automatic replies in the conversation until it is handed back, by
    /// ``handBack(_:)``, ``release(_:by:asManager:)`` or setting the mode `auto`. Doing it again changes nothing.
    public func takeOver(_ conversation: String) throws {
        _ = try session.collection(ConversationDocument.collection).updateOne(
            ["_id": .string(conversation), "takenOverAt": ["$exists": false]],
            ["$set": ["takenOverAt": .date(Date())]])
    }

    /// Lets a conversation in mode `auto` be answered automatically again.
    ///
    /// - Returns: whether it was taken over.
    @discardableResult
    public func handBack(_ conversation: String) throws -> Bool {
        try session.collection(ConversationDocument.collection).updateOne(
            ["_id": .string(conversation), "takenOverAt": ["$exists": true]], ["$unset": ["takenOverAt": ""]]
        ).matched > 0
    }

    /// Records that the other person wants no automatic replies, for good.
    ///
    /// - Returns: whether it is news.
    @discardableResult
    public func optOut(_ conversation: String) throws -> Bool {
        guard try !hasOptedOut(conversation) else { return false }
        try session.collection(OptOutDocument.collection).insertOne(
            OptOutDocument(_id: TextHash.of(conversation), at: Date()))
        return true
    }

    public func hasOptedOut(_ conversation: String) throws -> Bool {
        try session.collection(OptOutDocument.collection).findOne(
            as: OptOutDocument.self, filter: ["_id": .string(TextHash.of(conversation))]) != nil
    }
}
