/// The long numbers of a text, whatever stands between their digits.
struct DigitRuns: Sendable {
    struct Run: Sendable, Equatable {
        var digits: String
        /// Digits and what stands between them.
        var written: String
    }

    let runs: [Run]

    /// Digits may be separated by up to four of space, point, hyphen, slash and brackets. A comma or a colon ends a run,
    /// since they belong to prices and times, except in a number that begins with 0 or +. A letter that looks like a
    /// digit is one between digits.
    init(_ text: GuardText) {
        var runs: [Run] = []
        var run = Run(digits: "", written: "")
        var gap = ""
        var isDialled = false
        var last: Character = " "
        func finish(_ runs: inout [Run]) {
            if !run.digits.isEmpty { runs.append(run) }
            (run, gap) = (Run(digits: "", written: ""), "")
        }
        for character in Self.withDigitsForLetters(text.folded) {
            if character.isASCII, character.isNumber {
                if run.digits.isEmpty { isDialled = character == "0" || last == "+" }
                run.written += gap + String(character)
                run.digits.append(character)
                gap = ""
            } else if gap.count < 4, !run.digits.isEmpty,
                character.isWhitespace || !character.isASCII && !character.isLetter && !character.isNumber
                    || ".-–—/()[]+_*·•|~#".contains(character)
                    || isDialled && ",;:".contains(character)
            {
                gap.append(character)
            } else {
                finish(&runs)
            }
            last = character
        }
        finish(&runs)
        self.runs = runs
    }

    /// `O17O` is a number, `oh` and `101 lol` hold none of these.
    private static func withDigitsForLetters(_ folded: String) -> String {
        let digits: [Character: Character] = ["o": "0", "l": "1", "i": "1"]
        var result = ""
        var word = ""
        for character in folded + " " {
            if character.isLetter || character.isNumber {
                word.append(character)
                continue
            }
            let isNumber =
                word.contains { $0.isASCII && $0.isNumber } && word.count >= 2
                && word.allSatisfy { $0.isASCII && $0.isNumber || digits[$0] != nil }
            result += isNumber ? String(word.map { digits[$0] ?? $0 }) : word
            result.append(character)
            word = ""
        }
        return result
    }
}
