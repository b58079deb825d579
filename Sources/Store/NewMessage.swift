public import Shared

/// A message that a page shows and that is not stored yet.
public struct NewMessage: Sendable {
    public var message: ChatMessage
    /// The draft whose bubble this is, for a reply of ours.
    public var draft: String?
    /// The platform's own id of the message, where it has one.
    public var siteID: String?
    /// The page shows it before messages that are stored already.
    public var isLate: Bool

    public init(_ message: ChatMessage, draft: String? = nil, siteID: String? = nil, isLate: Bool = false) {
        self.message = message
        self.draft = draft
        self.siteID = siteID
        self.isLate = isLate
    }
}
