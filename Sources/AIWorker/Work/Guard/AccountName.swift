/// Holds a reply with the name of an account elsewhere, as it is written there: `@name`, `$name`, `name#1234`,
/// `name_1`.
struct AccountName: GuardRule {
    let name = "account-name"
    let reason = "The reply holds what may be the name of an account elsewhere."
    let readsBackwards = true

    func holds(_ reply: GuardText, answering incoming: [GuardText]) -> Bool {
        Self.hasNumber(reply.folded)
            || reply.folded.split(whereSeparator: \.isWhitespace).contains {
                Self.hasSign($0) || Self.hasUnderscore($0)
            }
    }

    private static func hasSign(_ word: Substring) -> Bool {
        let word = word.drop { "(\"'“„".contains($0) }
        guard let sign = word.first, sign == "@" || sign == "$" else { return false }
        let name = word.dropFirst().prefix { $0.isLetter || $0.isNumber || "._-".contains($0) }
        return name.count >= 3 && name.contains(where: \.isLetter)
    }

    /// Spaces, points and hyphens between hide nothing.
    private static func hasNumber(_ text: String) -> Bool {
        let written = text.filter { !$0.isWhitespace && !".-".contains($0) }
        return written.indices.contains { index in
            written[index] == "#" && written[..<index].suffix(2).count(where: { $0.isLetter || $0.isNumber }) == 2
                && written[index...].dropFirst().prefix(4).count(where: \.isNumber) == 4
        }
    }

    /// One within a word, as names of accounts have it; around a word it is for stress.
    private static func hasUnderscore(_ word: Substring) -> Bool {
        let parts = word.drop { !$0.isLetter && !$0.isNumber }.split(separator: "_", omittingEmptySubsequences: false)
        return parts.count >= 2 && parts[0].count >= 2
            && parts[1].first.map { $0.isLetter || $0.isNumber } == true
    }
}
