import Shared

/// The sheet's columns, and how a message becomes a row. Pure.
///
/// Cells are written RAW, so that nothing a stranger wrote becomes a formula: `=IMPORTXML(…)` stays a text.
enum RowLayout {
    /// In the order of the sheet. New ones are added at the end: a sheet that was begun by an earlier version is
    /// continued.
    enum Column: Int, CaseIterable {
        case recordID, conversationID, name, direction, author, text, sentAt, observedAt, status, reply

        var title: String {
            switch self {
            case .recordID: "Record id"
            case .conversationID: "Conversation id"
            case .name: "Name"
            case .direction: "Direction"
            case .author: "Author"
            case .text: "Text"
            case .sentAt: "Sent at"
            case .observedAt: "Observed at"
            case .status: "Status"
            case .reply: "Reply"
            }
        }
    }

    static let header = Column.allCases.map(\.title)
    static let width = Column.allCases.count
    /// A cell holds 50,000 characters at most, says the help of Google Sheets. Counted in UTF-16 units, which is never
    /// fewer than whatever else Google may count.
    static let cellLimit = 50_000
    /// Ends a text that was cut, so that nobody takes the part for the whole.
    static let cutMark = "… [cut]"

    static func cells(_ message: ChatMessage, status: MessageStatus) -> [String] {
        Column.allCases.map { column in
            switch column {
            case .recordID: message.id
            case .conversationID: message.conversation.id
            case .name: cell(message.conversation.name)
            case .direction: message.direction.rawValue
            case .author: cell(message.author)
            case .text: cell(message.textWithAttachments)
            case .sentAt: message.sentAt?.description ?? ""
            case .observedAt: message.observedAt.description
            case .status: status.rawValue
            case .reply: ""
            }
        }
    }

    /// A text as a cell holds it: no longer than the limit, and without control characters but tabs and line breaks,
    /// which Sheets does not take.
    static func cell(_ text: String) -> String {
        let clean = String(String.UnicodeScalarView(text.unicodeScalars.map { isControl($0) ? "\u{FFFD}" : $0 }))
        guard clean.utf16.count > cellLimit else { return clean }
        let units = clean.utf16
        var end = units.index(units.startIndex, offsetBy: cellLimit - cutMark.utf16.count)
        // Never in the middle of what a reader sees as one character.
        while String.Index(end, within: clean) == nil { end = units.index(before: end) }
        return clean[..<end] + cutMark
    }

    private static func isControl(_ scalar: Unicode.Scalar) -> Bool {
        scalar.value < 0x20 && scalar != "\n" && scalar != "\t" && scalar != "\r"
    }
}

/// What is said of a message in its row.
enum MessageStatus: String, Sendable, CaseIterable {
    case received
    case sent
    case sentByHand = "sent by hand"
    case edited
    case deleted = "deleted on the page"
}

/// What became of the reply to a message, in the row of the message that was answered.
enum ReplyStatus: Sendable, Equatable {
    case drafted
    /// The outgoing guard wants a person to look; the rule's name.
    case held(rule: String)
    case approved, rejected
    case voided(VoidReason)
    case delivered
    case failed(ReplyFailure)

    var text: String {
        switch self {
        case .drafted: "drafted"
        case .held(let rule): "held back: \(rule)"
        case .approved: "approved"
        case .rejected: "rejected"
        case .voided(.newerMessage): "outdated by a newer message"
        case .voided(.answeredByHand): "answered by hand"
        case .voided(.superseded): "replaced by another draft"
        case .voided(.takenOver): "taken over by a person"
        case .delivered: "delivered"
        case .failed(.newerMessage): "not sent: a newer message came"
        case .failed(.notAsDrafted): "not sent: not the drafted text"
        case .failed(.takenOver): "not sent: a person answers"
        case .failed(.page): "not sent: the page could not be used"
        case .failed(.ambiguous): "look whether it was sent"
        }
    }
}
