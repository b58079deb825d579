/// Tells whether what a tab shows is as new as what the list said. Pure.
///
/// The list and a conversation are shown by different tabs, which hear of a message at different moments. A tab that
/// has not heard yet would show nothing new, and the message would wait for the next one. Bubbles may carry neither id
/// nor time, so two equal messages are told apart by the list's time and by the tab having changed.
struct Freshness: Sendable {
    private struct Look: Sendable {
        var preview: String
        /// Nil when the list has not been seen since.
        var at: Int64?
        var bubbleCount: Int
        var last: Transcript.Bubble?
    }

    /// Conversations that are remembered; beyond it everything is forgotten, which costs each a little time once.
    static let limit = 10_000

    private var looks: [String: Look] = [:]

    /// - Parameter row: what the list says now; nil when the list does not show the conversation.
    func isCurrent(_ transcript: Transcript, row: ConversationRow?) -> Bool {
        guard let row else { return true }
        let before = looks[row.id]
        let isUnchanged = before?.bubbleCount == transcript.bubbles.count && before?.last == transcript.bubbles.last
        if Self.shows(row.preview, transcript.bubbles.last) {
            // The same words at another time are another message.
            return !(isUnchanged && before?.at != nil && before?.at != row.at)
        }
        // A preview such as "Photo" is never shown as a bubble: nothing is missing when it says what it said before.
        return isUnchanged && before?.preview == row.preview && before?.at == row.at
    }

    /// Remembers that this was taken for current.
    mutating func note(_ transcript: Transcript, row: ConversationRow) {
        remember(
            row.id,
            Look(
                preview: row.preview, at: row.at, bubbleCount: transcript.bubbles.count, last: transcript.bubbles.last))
    }

    /// Remembers what a reply of ours left on the page; the list will tell of it in a moment.
    mutating func noteSent(_ transcript: Transcript, in conversation: String) {
        remember(
            conversation,
            Look(
                preview: transcript.bubbles.last?.text ?? "", at: nil, bubbleCount: transcript.bubbles.count,
                last: transcript.bubbles.last))
    }

    private mutating func remember(_ conversation: String, _ look: Look) {
        if looks.count >= Self.limit, looks[conversation] == nil { looks = [:] }
        looks[conversation] = look
    }

    /// Whether the preview is this bubble's text. It may be cut, and may name the writer first ("You: …").
    private static func shows(_ preview: String, _ bubble: Transcript.Bubble?) -> Bool {
        guard let bubble else { return preview.isEmpty }
        var short = folded(preview)
        for ending in ["…", "..."] where short.hasSuffix(ending) { short.removeLast(ending.count) }
        let text = folded(bubble.text)
        guard !short.isEmpty else { return text.isEmpty }
        return text.hasPrefix(short) || short.hasSuffix(text)
    }

    private static func folded(_ text: String) -> String {
        text.split(whereSeparator: \.isWhitespace).joined(separator: " ")
    }
}
