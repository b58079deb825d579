public import Shared

public import struct FoundationEssentials.Date

/// A reply on offer, and what became of it.
///
/// States move forward only: `offered` → `approved` → `delivered` or `failed`; `offered` → `rejected` or `voided`.
public struct DraftDocument: Codable, Sendable, Equatable {
    public static let collection = "drafts"

    public enum State: String, Codable, Sendable, CaseIterable {
        case offered, approved, rejected, voided, delivered, failed
    }

    public var _id: String
    public var conversation: String
    public var text: String
    public var textHash: String
    /// The text as it was drafted, where a person changed it.
    public var draftedText: String?
    /// Sequence of the last message it answers.
    public var answers: Int64
    /// The message it answers.
    public var message: String
    /// Empty for what a person wrote.
    public var model: String
    public var held: GuardFinding?
    public var state: State
    public var decidedBy: Approver?
    public var decidedAt: Date?
    /// The event that offered it: what is decided about the draft was caused by it.
    public var offeredBy: EventHeader
    public var createdAt: Date
    public var changedAt: Date

    public init(_ drafted: ReplyDrafted, offeredBy: EventHeader, at date: Date) {
        _id = drafted.draft
        conversation = drafted.conversation.id
        text = drafted.text
        textHash = drafted.textHash
        answers = drafted.answers
        message = drafted.message
        model = drafted.model
        held = drafted.held
        state = .offered
        self.offeredBy = offeredBy
        createdAt = date
        changedAt = date
    }
}
