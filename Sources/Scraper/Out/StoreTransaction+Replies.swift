import Mongo
import Shared
import Store

extension StoreTransaction {
    /// The approved replies of a conversation that have no bubble yet.
    func repliesUnderWay(in conversation: String) throws -> [(draft: String, text: String)] {
        try session.collection(DraftDocument.collection).find(
            as: DraftDocument.self,
            filter: ["conversation": .string(conversation), "state": .string(DraftDocument.State.approved.rawValue)],
            sort: ["changedAt": 1], limit: 100
        ).map { ($0._id, $0.text) }
    }

    /// Records that a reply's bubble was seen, and tells so.
    func deliver(_ reply: TypedReply, as message: ChatMessage, in conversation: ConversationReference) throws {
        guard try move(draft: reply.draft, from: [.approved, .failed], to: .delivered) != nil else { return }
        try complete(effect: reply.effect, externalID: message.id)
        try emit(
            ReplyDelivered(
                draft: reply.draft, conversation: conversation, message: message.id, seenAt: message.observedAt),
            conversation: conversation, causedBy: reply.cause)
    }

    /// Records that a reply will not be typed, or may have been, and tells so.
    func fail(
        _ draft: String, in conversation: ConversationReference, reason: ReplyFailure, advice: String,
        cause: EventHeader
    ) throws {
        guard try move(draft: draft, from: [.approved], to: .failed) != nil else { return }
        try emit(
            ReplyFailed(draft: draft, conversation: conversation, reason: reason, advice: advice),
            conversation: conversation, causedBy: cause)
    }
}
