/// Holds a reply with a number that money can be sent to: a card, an IBAN, a wallet.
struct PaymentNumber: GuardRule {
    let name = "payment-number"
    let reason = "The reply holds what may be a card, account or wallet number."

    func holds(_ reply: GuardText, answering incoming: [GuardText]) -> Bool {
        DigitRuns(reply).runs.contains { run in
            run.digits.count > 15 && !PhoneNumber.isAmount(run)
                || (13...15).contains(run.digits.count) && Self.passesLuhn(run.digits)
        }
            || reply.original.split(whereSeparator: \.isWhitespace).contains { Self.isWallet($0) }
            || Self.holdsIBAN(reply.folded)
    }

    /// The check digit of payment cards.
    private static func passesLuhn(_ digits: String) -> Bool {
        let sum = digits.reversed().enumerated().reduce(0) { sum, digit in
            let value = digit.element.wholeNumberValue ?? 0
            let counted = digit.offset.isMultiple(of: 2) ? value : value * 2
            return sum + (counted > 9 ? counted - 9 : counted)
        }
        return sum.isMultiple(of: 10)
    }

    /// Bitcoin, Ethereum, Tron and the like, and keys and codes: one long word of letters and digits mixed.
    private static func isWallet(_ word: Substring) -> Bool {
        let word = word.drop { !$0.isLetter && !$0.isNumber }.prefix { $0.isASCII && ($0.isLetter || $0.isNumber) }
        return word.count >= 20 && word.count(where: \.isNumber) >= 3 && word.contains(where: \.isLetter)
    }

    /// Two letters, two digits and at least eleven more letters or digits, in groups or not.
    private static func holdsIBAN(_ folded: String) -> Bool {
        let words = folded.split { !$0.isLetter && !$0.isNumber }
        for (index, word) in words.enumerated() {
            let start = Array(word.prefix(4))
            guard start.count == 4, start[0].isLetter, start[1].isLetter, start[2].isNumber, start[3].isNumber else {
                continue
            }
            let rest = words[index...].prefix { $0.contains(where: \.isNumber) }.reduce(0) { $0 + $1.count }
            if (15...34).contains(rest) { return true }
        }
        return false
    }
}
