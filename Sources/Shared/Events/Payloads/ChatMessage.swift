/// A conversation on the platform, as events name it.
public struct ConversationReference: Codable, Sendable, Hashable {
    /// `<platform>:<the platform's own id>`; stable for ever.
    public var id: String
    /// The other person's display name as the page shows it now; changes.
    public var name: String

    public init(id: String, name: String) {
        self.id = id
        self.name = name
    }
}

/// One message as it was read from the page.
public struct ChatMessage: Codable, Sendable, Equatable {
    /// Who wrote it: the other person, or the account's owner (by hand or by an approved reply).
    public enum Direction: String, Codable, Sendable, CaseIterable { case incoming, outgoing }

    /// `<conversation>#<ordinal>`; the same over re-reads, different for two equal messages.
    public var id: String
    public var conversation: ConversationReference
    /// Position in the conversation as stored, from 1, without holes.
    public var ordinal: Int64
    public var direction: Direction
    /// Display name of the author as shown; the conversation's name when the page shows none.
    public var author: String
    public var text: String
    /// What the page says; absent where the page shows no time.
    public var sentAt: Timestamp?
    /// When the scraper first saw it.
    public var observedAt: Timestamp
    /// In the page's order; absent when nothing came with it.
    public var attachments: [MessageAttachment]?

    public init(
        id: String, conversation: ConversationReference, ordinal: Int64, direction: Direction, author: String,
        text: String, sentAt: Timestamp?, observedAt: Timestamp, attachments: [MessageAttachment]? = nil
    ) {
        self.id = id
        self.conversation = conversation
        self.ordinal = ordinal
        self.direction = direction
        self.author = author
        self.text = text
        self.sentAt = sentAt
        self.observedAt = observedAt
        self.attachments = attachments
    }

    /// The text, and behind it what came with it: `Look! [picture]`.
    public var textWithAttachments: String { Self.text(text, with: attachments) }

    /// See ``textWithAttachments``.
    public static func text(_ text: String, with attachments: [MessageAttachment]?) -> String {
        let all = (text.isEmpty ? [] : [text]) + (attachments ?? []).map { "[\($0.kind.word)]" }
        return all.joined(separator: " ")
    }
}
