/// Holds a reply with a number that can be called, in digits or in words.
struct PhoneNumber: GuardRule {
    let name = "phone-number"
    let reason = "The reply holds what may be a phone number."

    func holds(_ reply: GuardText, answering incoming: [GuardText]) -> Bool {
        DigitRuns(reply).runs.contains { (7...15).contains($0.digits.count) && !Self.isDate($0.written) }
            || Self.spellsNumber(reply.words)
    }

    /// `2026-11-23`, `23.11.2026`, `11/23/2026` and years such as `2019-2023`.
    private static func isDate(_ written: String) -> Bool {
        let parts = written.split { !$0.isNumber }
        let lengths = parts.map(\.count)
        if lengths == [4, 4] { return parts.allSatisfy { $0.hasPrefix("19") || $0.hasPrefix("20") } }
        return parts.count == 3 && (lengths[0] == 4 || lengths[2] == 4) && lengths.allSatisfy { $0 <= 4 }
            && lengths.count { $0 <= 2 } == 2
    }

    /// Six words for digits in a row.
    private static func spellsNumber(_ words: [String]) -> Bool {
        var row = 0
        for word in words {
            let isDigit = numerals.contains(word) || word.count == 1 && word.first?.isNumber == true
            row = isDigit ? row + 1 : word == "double" || word == "triple" ? row + 1 : 0
            if row >= 6 { return true }
        }
        return false
    }

    private static let numerals: Set<String> = [
        "zero", "oh", "one", "two", "three", "four", "five", "six", "seven", "eight", "nine", "null", "eins", "zwei",
        "zwo",
        "drei", "vier", "funf", "sechs", "sieben", "acht", "neun", "cero", "uno", "dos", "tres", "cuatro", "cinco",
        "seis",
        "siete", "ocho", "nueve", "un", "deux", "trois", "quatre", "cinq", "sept", "huit", "neuf", "um", "dois",
        "quatro",
        "sete", "oito", "nove", "due", "tre", "quattro", "cinque", "sei", "sette", "otto", "ноль", "один", "два", "три",
        "четыре", "пять", "шесть", "семь", "восемь", "девять",
    ]
}
