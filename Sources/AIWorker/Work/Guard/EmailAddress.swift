/// Holds a reply with an e-mail address.
struct EmailAddress: GuardRule {
    let name = "email-address"
    let reason = "The reply holds an e-mail address."

    func holds(_ reply: GuardText, answering incoming: [GuardText]) -> Bool {
        let text = reply.folded
        if ["(at)", "[at]", "{at}"].contains(where: text.contains) { return true }
        return text.ranges(of: "@").contains { at in
            let before = text[..<at.lowerBound].last { $0 != " " }
            let after = text[at.upperBound...].drop { $0 == " " }.prefix { !$0.isWhitespace }
            return before.map { $0.isLetter || $0.isNumber || "._-".contains($0) } == true
                && after.dropFirst().dropLast().contains(".")
        }
    }
}
