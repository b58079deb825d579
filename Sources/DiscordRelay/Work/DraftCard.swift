import Shared
import Store

/// How a draft looks in its thread, from offer to end.
struct DraftCard: Equatable, Sendable {
    var content: String
    var buttons: [DiscordButton]

    /// Text longer than this is cut in the card, and the card then cannot be approved: approval is of what was seen.
    static let maximumTextLength = 1700

    static func offered(_ drafted: ReplyDrafted) -> DraftCard {
        let text = quoted(drafted.text)
        var content = "**Draft** · waits for you\n\(text)"
        if let held = drafted.held {
            content += "\n⚠️ held by \(RelayedText.escape(held.rule)): \(RelayedText.escape(held.reason))"
        }
        let fits = content.utf16.count <= PostSplit.maximumLength && drafted.text.utf16.count <= maximumTextLength
        return DraftCard(
            content: fits ? content : "**Draft** · too long to show whole, so it cannot be approved here",
            buttons: [
                button("Approve", .success, .approve, drafted.draft, isDisabled: !fits),
                button("Edit", .primary, .edit, drafted.draft),
                button("Discard", .secondary, .discard, drafted.draft),
                button("Take over", .secondary, .takeOver, drafted.draft),
                reply,
            ])
    }

    /// The card when no press can change the reply any more.
    static func closed(
        text: String, status: String, title: String = "Draft", buttons: [DiscordButton] = []
    ) -> DraftCard {
        var content = "**\(title)** · \(status)\n\(quoted(text))"
        if content.utf16.count > PostSplit.maximumLength { content = "**\(title)** · \(status)" }
        return DraftCard(content: content, buttons: buttons)
    }

    private static let reply = DiscordButton(
        label: "Reply", style: .secondary, customID: ReplyButton().customID, isDisabled: false)

    private static func button(
        _ label: String, _ style: DiscordButton.Style, _ action: DraftButton.Action, _ draft: String,
        isDisabled: Bool = false
    ) -> DiscordButton {
        DiscordButton(
            label: label, style: style, customID: DraftButton(action: action, draft: draft).customID,
            isDisabled: isDisabled)
    }

    private static func quoted(_ text: String) -> String {
        RelayedText.escape(text).split(separator: "\n", omittingEmptySubsequences: false)
            .map { "> \($0)" }.joined(separator: "\n")
    }
}

extension DraftCard {
    static func closed(_ draft: DraftDocument, reason: VoidReason? = nil, failure: ReplyFailure? = nil) -> DraftCard {
        let isSettled = draft.state == .approved || draft.state == .delivered
        return closed(
            text: draft.text, status: status(draft, reason: reason, failure: failure),
            title: draft.isWrittenByPerson ? "Reply" : "Draft", buttons: isSettled ? [] : [reply])
    }

    private static func decided(_ draft: DraftDocument) -> String {
        if draft.isWrittenByPerson { return "written" }
        return draft.draftedText == nil ? "approved" : "edited"
    }

    private static func status(_ draft: DraftDocument, reason: VoidReason?, failure: ReplyFailure?) -> String {
        let who = draft.decidedBy.map { RelayedText.escape($0.name) } ?? "somebody"
        switch draft.state {
        case .offered: return "waits for you"
        case .approved: return "\(decided(draft)) by \(who), being sent"
        case .rejected: return "discarded by \(who)"
        case .delivered: return "\(decided(draft)) by \(who), sent ✅"
        case .voided: return "not on offer any more\(reason.map { ": \($0.words)" } ?? "")"
        case .failed: return "not sent\(failure.map { ": \($0.words)" } ?? "")"
        }
    }
}

extension VoidReason {
    fileprivate var words: String {
        switch self {
        case .newerMessage: "a newer message came"
        case .answeredByHand: "it was answered by hand"
        case .superseded: "a newer draft took its place"
        case .takenOver: "a person took the conversation over"
        }
    }
}

extension ReplyFailure {
    fileprivate var words: String {
        switch self {
        case .newerMessage: "a newer message came first"
        case .notAsDrafted: "it differs from the draft"
        case .takenOver: "a person answers this conversation"
        case .page: "the page could not be used"
        case .ambiguous: "⚠️ it may have been sent, please look at the page"
        }
    }
}
