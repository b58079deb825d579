import Shared
import Store

/// A message as far as it identifies itself, on a page or in the store.
struct MessageKey: Hashable, Sendable {
    /// The platform's own id, where it has one.
    var id: String?
    var isOwn: Bool
    var text: String
    /// Milliseconds since 1970, as the page shows it; nil when it shows none, or only a rough one.
    var at: Int64?
    /// The page marks it as edited.
    var isEdited = false
    /// It is stored behind messages that the page shows after it: it was noticed late.
    var isLate = false

    /// Whether a stored and a shown message are the same, as they stand. Ids decide where both have one; a time that one
    /// of them lacks says nothing.
    func matches(_ other: MessageKey) -> Bool {
        if let id, let otherID = other.id { return id == otherID }
        guard isOwn == other.isOwn, text == other.text else { return false }
        guard let at, let otherAt = other.at else { return true }
        return at == otherAt
    }

    /// Whether `other`, which does not match, says by itself that it is this message with another text.
    func isEvidently(editedTo other: MessageKey) -> Bool {
        guard id == nil || other.id == nil, isOwn == other.isOwn else { return false }
        if let at, let otherAt = other.at { return at == otherAt }
        return other.isEdited
    }
}

extension Transcript.Bubble {
    var key: MessageKey { MessageKey(id: id, isOwn: isOwn, text: text, at: isRough ? nil : at, isEdited: isEdited) }
}

extension MessageDocument {
    var key: MessageKey {
        MessageKey(
            id: siteID, isOwn: direction == .outgoing, text: text, at: sentAt.map { Timestamp($0).milliseconds },
            isLate: isLate ?? false)
    }
}
