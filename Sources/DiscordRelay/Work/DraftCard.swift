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
        if let held = drafted.held { content += "\n⚠️ look twice: \(RelayedText.escape(held.reason))" }
        let fits = content.utf16.count <= PostSplit.maximumLength && drafted.text.utf16.count <= maximumTextLength
        return DraftCard(
            content: fits ? content : "**Draft** · too long to show whole, so it cannot be approved here",
            buttons: [
                DiscordButton(
                    label: "Approve", style: .success,
                    customID: DraftButton(action: .approve, draft: drafted.draft).customID,
                    isDisabled: !fits),
                DiscordButton(
                    label: "Discard", style: .secondary,
                    customID: DraftButton(action: .discard, draft: drafted.draft).customID, isDisabled: false),
            ])
    }

    /// The card when no press can change anything any more.
    static func closed(text: String, status: String) -> DraftCard {
        var content = "**Draft** · \(status)\n\(quoted(text))"
        if content.utf16.count > PostSplit.maximumLength { content = "**Draft** · \(status)" }
        return DraftCard(content: content, buttons: [])
    }

    private static func quoted(_ text: String) -> String {
        RelayedText.escape(text).split(separator: "\n", omittingEmptySubsequences: false)
            .map { "> \($0)" }.joined(separator: "\n")
    }
}

extension DraftCard {
    static func closed(_ draft: DraftDocument, reason: VoidReason? = nil, failure: ReplyFailure? = nil) -> DraftCard {
        closed(text: draft.text, status: status(draft, reason: reason, failure: failure))
    }

    private static func status(_ draft: DraftDocument, reason: VoidReason?, failure: ReplyFailure?) -> String {
        let who = draft.decidedBy.map { RelayedText.escape($0.name) } ?? "somebody"
        switch draft.state {
        case .offered: return "waits for you"
        case .approved: return "approved by \(who), being sent"
        case .rejected: return "discarded by \(who)"
        case .delivered: return "approved by \(who), sent ✅"
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
