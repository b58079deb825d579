import FoundationEssentials
import Shared

/// What the scraper reads on a stored page.
struct ReplayedPage: Codable, Sendable {
    var pack: String
    /// The page's, with another id in it than the conversation's own.
    var address: String
    var state: PageScript.State
    var rows: [ConversationRow]
    /// Nil where the address leads to none.
    var conversation: PageScript.Conversation?
    /// How many visible elements each role leads to, by the first of its selectors that leads to any.
    var found: [Role: Int]

    func json() throws -> String {
        let encoder = JSONEncoder()
        encoder.outputFormatting = [.prettyPrinted, .sortedKeys, .withoutEscapingSlashes]
        return String(decoding: try encoder.encode(self), as: UTF8.self)
    }

    /// What was read, for a person.
    var text: String {
        var lines = [state.isSignedIn ? "signed in" : "not signed in"]
        if state.hasLoginForm || state.canOpenLogin { lines.append("the sign-in is offered") }
        if state.hasChallenge { lines.append("a challenge is shown") }
        if let overlay = state.overlay { lines.append("an overlay of the pack's is shown: \(overlay)") }
        if let cover = state.cover {
            lines.append("something that the pack does not know lies over the page: \(cover)")
        }
        lines.append("\(rows.count) conversations in the list")
        lines += rows.map { row in
            "  \(row.name) (\(row.id)) [\(Self.words(row.at))\(row.isUnread ? ", unread" : "")] \(row.preview)"
        }
        guard let conversation else { return lines.joined(separator: "\n") }
        lines.append(
            "\(conversation.isReady ? "the conversation is there" : "THE CONVERSATION IS NOT READY")"
                + ": \(conversation.bubbles.count) messages, with \(conversation.name)")
        lines += conversation.bubbles.map { bubble in
            "  \(bubble.isOwn ? "→" : "←") [\(Self.words(bubble.at))\(bubble.isEdited ? ", edited" : "")] \(bubble.text)"
        }
        lines.append(
            conversation.box == nil
                ? "no text box"
                : "a text box, and sending is "
                    + (conversation.canSend ? "possible" : "not possible at this moment"))
        return lines.joined(separator: "\n")
    }

    private static func words(_ time: Int64?) -> String {
        time.map { "\(Timestamp(milliseconds: $0))" } ?? "no time"
    }
}
