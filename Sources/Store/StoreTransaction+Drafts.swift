import Mongo
public import Shared

import struct FoundationEssentials.Date

extension StoreTransaction {
    public func draft(_ id: String) throws -> DraftDocument? {
        try session.collection(DraftDocument.collection).findOne(as: DraftDocument.self, filter: ["_id": .string(id)])
    }

    /// Stores a draft and offers it.
    @discardableResult
    public func offer(_ drafted: ReplyDrafted) throws -> EventHeader {
        let event = try emit(drafted, conversation: drafted.conversation)
        try session.collection(DraftDocument.collection).insertOne(
            DraftDocument(drafted, offeredBy: event, at: Date()))
        return event
    }

    /// The drafts of a conversation that can still be approved, oldest first. There is at most one in practice.
    public func offeredDrafts(of conversation: String) throws -> [DraftDocument] {
        try session.collection(DraftDocument.collection).find(
            as: DraftDocument.self,
            filter: ["conversation": .string(conversation), "state": .string(DraftDocument.State.offered.rawValue)],
            sort: ["createdAt": 1], limit: 100)
    }

    /// Moves a draft on, if it is in one of the states given. The one atomic step that decides races.
    ///
    /// - Returns: the draft as it is afterwards; nil when it was in another state, and nothing changed.
    public func move(
        draft id: String, from states: [DraftDocument.State], to state: DraftDocument.State,
        by approver: Approver? = nil
    ) throws -> DraftDocument? {
        var set: BSONDocument = ["state": .string(state.rawValue), "changedAt": .date(Date())]
        if let approver {
            set["decidedBy"] = .document(try BSONEncoder().encodeDocument(approver))
            set["decidedAt"] = .date(Date())
        }
        return try session.collection(DraftDocument.collection).findOneAndUpdate(
            as: DraftDocument.self,
            filter: ["_id": .string(id), "state": ["$in": .array(states.map { .string($0.rawValue) })]],
            update: ["$set": .document(set)])
    }

    /// Voids every draft of the conversation that answers something older than `sequence`, and tells of each.
    @discardableResult
    public func voidDrafts(
        of conversation: ConversationReference, olderThan sequence: Int64, reason: VoidReason
    ) throws -> [DraftDocument] {
        var voided: [DraftDocument] = []
        for draft in try offeredDrafts(of: conversation.id) where draft.answers < sequence {
            guard let moved = try move(draft: draft._id, from: [.offered], to: .voided) else { continue }
            try emit(
                ReplyVoided(draft: moved._id, conversation: conversation, reason: reason), conversation: conversation)
            voided.append(moved)
        }
        return voided
    }
}
