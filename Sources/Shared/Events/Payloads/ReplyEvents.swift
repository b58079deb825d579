/// A reply somebody may approve.
public struct ReplyDrafted: EventPayload {
    public static let name = EventName.replyDrafted
    public var draft: String
    public var conversation: ConversationReference
    public var text: String
    /// SHA-256 of `text` in UTF-8, lower-case hex: approval is bound to it.
    public var textHash: String
    /// Sequence of the last message this draft answers: a later message voids it.
    public var answers: Int64
    /// The message it answers.
    public var message: String
    public var model: String
    /// Why the outgoing guard wants a person to look twice; absent when nothing was found.
    public var held: GuardFinding?

    public init(
        draft: String, conversation: ConversationReference, text: String, textHash: String, answers: Int64,
        message: String, model: String, held: GuardFinding?
    ) {
        self.draft = draft
        self.conversation = conversation
        self.text = text
        self.textHash = textHash
        self.answers = answers
        self.message = message
        self.model = model
        self.held = held
    }
}

/// What the outgoing guard found in a draft.
public struct GuardFinding: Codable, Sendable, Equatable {
    /// The rule's name, such as `payment-handle`.
    public var rule: String
    /// In words for the operator; quotes nothing of the message.
    public var reason: String

    public init(rule: String, reason: String) {
        self.rule = rule
        self.reason = reason
    }
}

/// Why a draft can no longer be approved.
public enum VoidReason: String, Codable, Sendable, CaseIterable {
    case newerMessage, answeredByHand, superseded, takenOver
}

/// A draft is not on offer any more.
public struct ReplyVoided: EventPayload {
    public static let name = EventName.replyVoided
    public var draft: String
    public var conversation: ConversationReference
    public var reason: VoidReason

    public init(draft: String, conversation: ConversationReference, reason: VoidReason) {
        self.draft = draft
        self.conversation = conversation
        self.reason = reason
    }
}

/// Who decided about a draft.
public struct Approver: Codable, Sendable, Equatable {
    public enum Kind: String, Codable, Sendable, CaseIterable { case discord, console, automatic }

    public var kind: Kind
    public var id: String
    public var name: String

    public init(kind: Kind, id: String, name: String) {
        self.kind = kind
        self.id = id
        self.name = name
    }
}

/// A person, or automatic mode, wants this text sent.
public struct ReplyApproved: EventPayload {
    public static let name = EventName.replyApproved
    public var draft: String
    public var conversation: ConversationReference
    /// The exact text to type.
    public var text: String
    /// SHA-256 of `text` in UTF-8, lower-case hex.
    public var textHash: String
    /// As in the draft: checked again at the moment of typing.
    public var answers: Int64
    public var by: Approver

    public init(
        draft: String, conversation: ConversationReference, text: String, textHash: String, answers: Int64, by: Approver
    ) {
        self.draft = draft
        self.conversation = conversation
        self.text = text
        self.textHash = textHash
        self.answers = answers
        self.by = by
    }
}

/// A person does not want the draft sent.
public struct ReplyRejected: EventPayload {
    public static let name = EventName.replyRejected
    public var draft: String
    public var conversation: ConversationReference
    public var by: Approver

    public init(draft: String, conversation: ConversationReference, by: Approver) {
        self.draft = draft
        self.conversation = conversation
        self.by = by
    }
}

/// The reply's bubble was read back from the page.
public struct ReplyDelivered: EventPayload {
    public static let name = EventName.replyDelivered
    public var draft: String
    public var conversation: ConversationReference
    /// The message that the bubble became.
    public var message: String
    public var seenAt: Timestamp

    public init(draft: String, conversation: ConversationReference, message: String, seenAt: Timestamp) {
        self.draft = draft
        self.conversation = conversation
        self.message = message
        self.seenAt = seenAt
    }
}

/// Why an approved reply was not delivered.
public enum ReplyFailure: String, Codable, Sendable, CaseIterable {
    /// Somebody wrote after the draft was made; nothing was typed.
    case newerMessage
    /// The approved text is not the draft's; nothing was typed.
    case notAsDrafted
    /// It was to be sent automatically, and a person has the conversation now; nothing was typed.
    case takenOver
    /// The page could not be used; nothing was typed.
    case page
    /// It cannot be known whether it was sent: a person must look. Nothing is typed again.
    case ambiguous
}

/// An approved reply did not arrive, or may not have.
public struct ReplyFailed: EventPayload {
    public static let name = EventName.replyFailed
    public var draft: String
    public var conversation: ConversationReference
    public var reason: ReplyFailure
    /// What a person can do about it, in words.
    public var advice: String

    public init(draft: String, conversation: ConversationReference, reason: ReplyFailure, advice: String) {
        self.draft = draft
        self.conversation = conversation
        self.reason = reason
        self.advice = advice
    }
}
