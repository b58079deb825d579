import Foundation

/// One line of a conversation's timeline.
struct Entry: Sendable, Hashable {
    enum Kind: Sendable, Hashable {
        /// A message; `position` counts the conversation's messages from 1, ours included.
        case message(position: Int, own: Bool)
        /// "Liked your photo!": shown between the messages, but nobody wrote it.
        case notice
    }

    /// Place in the timeline from 0, notices included. The browser orders by it; it is never in the page.
    let index: Int
    let kind: Kind
    var text: String
    /// What was sent with it.
    var attached: [Attached] = []
    let at: Date
    /// Its writer changed the text.
    var isEdited = false
    /// Its writer took it back: it is on no page any more.
    var isDeleted = false

    var isOwn: Bool {
        if case .message(_, own: true) = kind { true } else { false }
    }

    /// A message's place among the messages of its conversation, from 1.
    var position: Int? {
        if case .message(let position, _) = kind { position } else { nil }
    }

    var isNotice: Bool { kind == .notice }
}
