/// Holds a reply with the name of an account elsewhere, as it is written there: `@name`, `$name`, `name#1234`.
struct AccountName: GuardRule {
    let name = "account-name"
    let reason = "The reply holds what may be the name of an account elsewhere."

    func holds(_ reply: GuardText, answering incoming: [GuardText]) -> Bool {
        reply.folded.split(whereSeparator: \.isWhitespace).contains { Self.hasSign($0) || Self.hasNumber($0) }
    }

    private static func hasSign(_ word: Substring) -> Bool {
        let word = word.drop { "(\"'“„".contains($0) }
        guard let sign = word.first, sign == "@" || sign == "$" else { return false }
        let name = word.dropFirst().prefix { $0.isLetter || $0.isNumber || "._-".contains($0) }
        return name.count >= 3 && name.contains(where: \.isLetter)
    }

    private static func hasNumber(_ word: Substring) -> Bool {
        let parts = word.split(separator: "#")
        return parts.count == 2 && parts[0].count >= 2 && parts[1].count >= 4
            && parts[1].prefix(4).allSatisfy(\.isNumber)
    }
}
