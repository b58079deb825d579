/// Holds a reply that is too long, or says the same again and again.
struct ReplyLength: GuardRule {
    let name = "length"
    let reason = "The reply is longer than people write in a chat."

    let limits: GuardRules.Limits

    func holds(_ reply: GuardText, answering incoming: [GuardText]) -> Bool {
        reply.original.count > limits.characters
            || reply.original.split(omittingEmptySubsequences: false, whereSeparator: \.isNewline).count > limits.lines
    }
}

/// Holds a reply that repeats itself, or what the other person wrote.
struct RepeatedText: GuardRule {
    let name = "repeated-text"
    let reason = "The reply repeats itself, or what the other person wrote."

    /// A row of the same character is no laughter any more.
    private static let longestRow = 40

    let limits: GuardRules.Limits

    func holds(_ reply: GuardText, answering incoming: [GuardText]) -> Bool {
        repeatsItself(reply)
            || incoming.contains { message in
                let said = Set(Self.rows(of: message.words, length: limits.copiedWords))
                return !said.isEmpty
                    && Self.rows(of: reply.words, length: limits.copiedWords).contains(where: said.contains)
            }
    }

    private func repeatsItself(_ reply: GuardText) -> Bool {
        var counts: [[String]: Int] = [:]
        for row in Self.rows(of: reply.words, length: 3) { counts[row, default: 0] += 1 }
        if counts.values.contains(where: { $0 > limits.repeats }) { return true }
        var (row, last): (Int, Character?) = (0, nil)
        for character in reply.folded where !character.isWhitespace {
            row = character == last ? row + 1 : 1
            last = character
            if row > Self.longestRow { return true }
        }
        return false
    }

    private static func rows(of words: [String], length: Int) -> [[String]] {
        guard words.count >= length else { return [] }
        return (0...words.count - length).map { Array(words[$0..<$0 + length]) }
    }
}
