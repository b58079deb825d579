/// Holds a reply with a number that can be called, in digits or in words.
struct PhoneNumber: GuardRule {
    let name = "phone-number"
    let reason = "The reply holds what may be a phone number."

    private let numerals: Set<String>
    private let fillers: Set<String>

    init(_ rules: GuardRules) {
        numerals = rules.list(.numerals)
        fillers = rules.list(.numeralFillers)
    }

    func holds(_ reply: GuardText, answering incoming: [GuardText]) -> Bool {
        DigitRuns(reply).runs.contains { (7...15).contains($0.digits.count) && !Self.isAmount($0) }
            || reply.readings.contains { spellsNumber($0) }
    }

    /// `2026-11-23`, `23.11.2026`, `11/23/2026`, years such as `2019-2023`, and round numbers such as `2000000`.
    static func isAmount(_ run: DigitRuns.Run) -> Bool {
        let parts = run.written.split { !$0.isNumber }
        let lengths = parts.map(\.count)
        if lengths == [4, 4] { return parts.allSatisfy { $0.hasPrefix("19") || $0.hasPrefix("20") } }
        if run.digits.first != "0", run.digits.hasSuffix("00000") { return true }
        // 1.234.567 and 12 000 500: groups of three behind one point or space.
        if lengths.count >= 3, lengths.dropFirst().allSatisfy({ $0 == 3 }), lengths[0] <= 2, run.digits.first != "0",
            Set(run.written.filter { !$0.isNumber }).count == 1, !run.written.contains("-"), !run.written.contains("/")
        {
            return true
        }
        return parts.count == 3 && (lengths[0] == 4 || lengths[2] == 4) && lengths.allSatisfy { $0 <= 4 }
            && lengths.count { $0 <= 2 } == 2
    }

    /// Six words for digits in a row; a word such as "then" may stand between two.
    private func spellsNumber(_ words: [String]) -> Bool {
        var row = 0
        var hasFiller = false
        var numeralCount = 0
        for word in words {
            if numerals.contains(word) || word.count <= 4 && word.allSatisfy(\.isNumber) {
                row += word.first?.isNumber == true ? word.count : 1
                hasFiller = false
                if numerals.contains(word) { numeralCount += 1 }
            } else if fillers.contains(word), !hasFiller, row > 0 {
                hasFiller = true
            } else {
                (row, hasFiller, numeralCount) = (0, false, 0)
            }
            if row >= 6, numeralCount >= 2 || isRowOfDigits(words) { return true }
        }
        return false
    }

    private func isRowOfDigits(_ words: [String]) -> Bool {
        words.split { $0.count != 1 || $0.first?.isNumber != true }.contains { $0.count >= 6 }
    }
}
