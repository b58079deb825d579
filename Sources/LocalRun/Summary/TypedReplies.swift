/// Compares the bubbles of ours in one conversation with what became of its drafts. Pure.
struct TypedReplies: Equatable, Sendable {
    var lost = 0
    var repeated = 0
    var unexpected = 0
    /// Typed, and the suite said that it cannot know.
    var unknowing = 0
    /// Bubbles that the suite takes for written by hand: those of replies that it cannot know of.
    var byHand: [String] = []

    init(bubbles: [String], replies: [Tally.Reply]) {
        var delivered = Self.counts(replies.filter { $0.state == "delivered" }.map(\.text))
        var uncertain = Self.counts(replies.filter(\.isUncertain).map(\.text))
        let known = Set(replies.map(\.text))
        for text in bubbles {
            if let count = delivered[text], count > 0 {
                delivered[text] = count - 1
            } else if let count = uncertain[text], count > 0 {
                uncertain[text] = count - 1
                unknowing += 1
                byHand.append(text)
            } else {
                if known.contains(text) { repeated += 1 } else { unexpected += 1 }
                byHand.append(text)
            }
        }
        lost = delivered.values.reduce(0, +)
    }

    private static func counts(_ texts: [String]) -> [String: Int] {
        texts.reduce(into: [:]) { $0[$1, default: 0] += 1 }
    }
}
