/// A rule that holds a reply for what its words say, or for what the words of the other person say.
struct PhraseRule: GuardRule {
    let name: String
    let reason: String
    private let readsIncoming: Bool
    private let phrases: PhraseBook
    /// Names that are unmistakable in any spelling: looked for in the letters alone, with digits read as letters.
    private let names: [String]

    /// A name with at least so many letters is found with one letter wrong, too many or missing.
    private static let misspelled = 8

    init(_ rule: GuardRules.Rule) {
        name = rule.name
        reason = rule.reason
        readsIncoming = rule.readsIncoming
        phrases = PhraseBook(rule.phrases)
        names = rule.names
    }

    func holds(_ reply: GuardText, answering incoming: [GuardText]) -> Bool {
        readsIncoming ? incoming.contains { matches($0) } : matches(reply)
    }

    func matches(_ text: GuardText) -> Bool {
        if text.readings.contains(where: phrases.occurs) { return true }
        guard !names.isEmpty else { return false }
        let letters = text.letters
        let backwards = String(letters.reversed())
        return names.contains { letters.contains($0) || backwards.contains($0) }
            || text.words.contains { word in
                word.count >= Self.misspelled - 1
                    && names.contains { $0.count >= Self.misspelled && Self.differsByOne(word, $0) }
            }
    }

    private static func differsByOne(_ word: String, _ name: String) -> Bool {
        guard abs(word.count - name.count) <= 1 else { return false }
        let (left, right) = (Array(word), Array(name))
        let start = zip(left, right).prefix { $0 == $1 }.count
        let end = zip(left.dropFirst(start).reversed(), right.dropFirst(start).reversed()).prefix { $0 == $1 }.count
        return max(left.count, right.count) - start - end <= 1
    }
}
