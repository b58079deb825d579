/// Somebody wrote to the account.
public struct MessageReceived: EventPayload {
    public static let name = EventName.messageReceived
    public var message: ChatMessage

    public init(message: ChatMessage) { self.message = message }
}

/// The account wrote: an approved reply (then `draft` names it) or its owner by hand.
public struct MessageSent: EventPayload {
    public static let name = EventName.messageSent
    public var message: ChatMessage
    /// The draft that was typed; absent for a message written by hand.
    public var draft: String?

    public init(message: ChatMessage, draft: String?) {
        self.message = message
        self.draft = draft
    }
}

/// A message's text changed on the page. Carries the new text; the store keeps every version.
public struct MessageEdited: EventPayload {
    public static let name = EventName.messageEdited
    public var message: ChatMessage
    /// 2 for the first edit.
    public var version: Int

    public init(message: ChatMessage, version: Int) {
        self.message = message
        self.version = version
    }
}

/// A message disappeared from the page.
public struct MessageDeleted: EventPayload {
    public static let name = EventName.messageDeleted
    public var conversation: ConversationReference
    public var message: String
    public var noticedAt: Timestamp

    public init(conversation: ConversationReference, message: String, noticedAt: Timestamp) {
        self.conversation = conversation
        self.message = message
        self.noticedAt = noticedAt
    }
}
