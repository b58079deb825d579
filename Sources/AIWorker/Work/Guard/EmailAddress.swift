/// Holds a reply with an e-mail address.
struct EmailAddress: GuardRule {
    let name = "email-address"
    let reason = "The reply holds an e-mail address."
    let readsBackwards = true

    private let points: Set<String>
    private let signs: Set<String>

    init(_ rules: GuardRules) {
        points = rules.list(.pointWords)
        signs = rules.list(.atWords)
    }

    func holds(_ reply: GuardText, answering incoming: [GuardText]) -> Bool {
        let text = reply.folded
        if ["(at)", "[at]", "{at}", "(a)", "[a]"].contains(where: text.contains) { return true }
        return text.ranges(of: "@").contains { at in
            let before = text[..<at.lowerBound].last { $0 != " " }
            let after = text[at.upperBound...].drop { $0 == " " }.prefix { !$0.isWhitespace }
            return before.map { $0.isLetter || $0.isNumber || "._-".contains($0) } == true
                && after.dropFirst().dropLast().contains(".")
        } || reply.readings.contains { spellsAddress($0) }
    }

    /// `sam at mail dot example`: both words with one or two others between them.
    private func spellsAddress(_ words: [String]) -> Bool {
        words.indices.dropFirst().contains { index in
            signs.contains(words[index])
                && words[(index + 1)...].dropFirst().prefix(2).contains(where: points.contains)
        }
    }
}
