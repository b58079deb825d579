import Mongo
public import Shared

/// What became of a claim.
public enum ClaimResult: Sendable, Equatable {
    /// It is the operator's now.
    case claimed
    /// It was the operator's before; nothing changed.
    case alreadyYours
    /// Somebody else has it, who is named; nothing changed.
    case heldBy(String)
    /// There is no such conversation.
    case gone
}

/// What became of a release.
public enum ReleaseResult: Sendable, Equatable {
    /// Nobody has it now, and it is handed back: what its mode says holds again.
    case released
    /// Nobody had it, and nothing had to be handed back; nothing changed.
    case wasFree
    /// Somebody else has it, who is named; nothing changed.
    case heldBy(String)
    /// There is no such conversation.
    case gone
}

extension StoreTransaction {
    /// How replies of the conversation come about: what was set, or `draft`. Nil when there is no such conversation.
    public func mode(of conversation: String) throws -> ReplyMode? {
        try self.conversation(conversation).map { $0.mode ?? .draft }
    }

    /// Sets how replies of the conversation come about, and tells of it with `conversation.updated` when that is news.
    ///
    /// Whether `auto` is allowed at all is AIWorker's setting (`SWITCHBOARD_AI_AUTO`); where it is forbidden, `auto` gives
    /// drafts. Setting `auto` hands a conversation back that a person answered by hand; a claim stays: ask
    /// ``automationBar(of:)`` what bars it still.
    ///
    /// - Returns: the mode before; nil when there is no such conversation, and nothing changed.
    @discardableResult
    public func setMode(_ mode: ReplyMode, of conversation: String) throws -> ReplyMode? {
        guard let stored = try self.conversation(conversation) else { return nil }
        let before = stored.mode ?? .draft
        if mode == .auto { try handBack(conversation) }
        guard stored.mode != mode else { return before }
        _ = try session.collection(ConversationDocument.collection).updateOne(
            ["_id": .string(conversation)], ["$set": ["mode": .string(mode.rawValue)]])
        if before != mode {
            try emit(
                ConversationUpdated(conversation: stored.reference, unread: nil, mode: mode, claimedBy: nil),
                conversation: stored.reference)
        }
        return before
    }

    /// Makes the conversation one operator's alone, and tells of it with `conversation.updated`.
    ///
    /// While it is claimed nothing is sent automatically. What is asked of other operators is up to whoever shows them
    /// the conversation: ``owner(of:)`` says whose it is.
    ///
    /// - Parameter takingOver: takes it from another operator too.
    public func claim(
        _ conversation: String, by operator: Approver, takingOver: Bool = false
    ) throws -> ClaimResult {
        guard let stored = try self.conversation(conversation) else { return .gone }
        if let owner = stored.owner {
            if owner.id == `operator`.key { return .alreadyYours }
            guard takingOver else { return .heldBy(owner.name) }
        }
        _ = try session.collection(ConversationDocument.collection).updateOne(
            ["_id": .string(conversation)],
            ["$set": ["claimedBy": .string(`operator`.name), "claimedByID": .string(`operator`.key)]])
        try emit(
            ConversationUpdated(
                conversation: stored.reference, unread: nil, mode: nil, claimedBy: `operator`.name),
            conversation: stored.reference)
        return .claimed
    }

    /// Gives up a claim and hands the conversation back, so that what its mode says holds again; tells of it with
    /// `conversation.updated`.
    ///
    /// - Parameter asManager: whoever has it.
    public func release(
        _ conversation: String, by operator: Approver, asManager: Bool = false
    ) throws -> ReleaseResult {
        guard let stored = try self.conversation(conversation) else { return .gone }
        if let owner = stored.owner, owner.id != `operator`.key, !asManager { return .heldBy(owner.name) }
        guard stored.owner != nil || stored.takenOverAt != nil else { return .wasFree }
        _ = try session.collection(ConversationDocument.collection).updateOne(
            ["_id": .string(conversation)], ["$unset": ["claimedBy": "", "claimedByID": "", "takenOverAt": ""]])
        try emit(
            ConversationUpdated(conversation: stored.reference, unread: nil, mode: nil, claimedBy: ""),
            conversation: stored.reference)
        return .released
    }

    /// Whose the conversation is; nil when it is nobody's.
    public func owner(of conversation: String) throws -> ConversationOwner? {
        try self.conversation(conversation)?.owner
    }
}

/// The operator who claimed a conversation.
public struct ConversationOwner: Sendable, Equatable {
    /// As it is shown.
    public var name: String
    /// ``Approver/key``; nil when only the name is known.
    public var id: String?
}

extension Approver {
    /// Tells operators apart, whatever their names are.
    public var key: String { "\(kind.rawValue):\(id)" }
}

extension ConversationDocument {
    public var owner: ConversationOwner? {
        guard let claimedBy, !claimedBy.isEmpty else { return nil }
        return ConversationOwner(name: claimedBy, id: claimedByID)
    }
}
