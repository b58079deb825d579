import Shared

/// How a change of a conversation is told in its thread.
enum ConversationNotice {
    /// Nil for what operators need not know.
    static func text(_ updated: ConversationUpdated) -> String? {
        var parts: [String] = []
        if let name = updated.claimedBy {
            parts.append(
                name.isEmpty
                    ? "🔓 free: everybody may answer"
                    : "🔒 \(RelayedText.escape(name)) answers this conversation, and nobody else")
        }
        if let mode = updated.mode {
            let words =
                switch mode {
                case .off: "no drafts are made"
                case .draft: "drafts wait for a person"
                case .auto: "replies that pass the guard are sent without a person"
                }
            parts.append("⚙️ mode \(mode.rawValue): \(words)")
        }
        return parts.isEmpty ? nil : parts.joined(separator: "\n")
    }
}
