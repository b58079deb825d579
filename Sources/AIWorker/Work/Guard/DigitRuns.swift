/// The long numbers of a text, whatever stands between their digits.
struct DigitRuns: Sendable {
    struct Run: Sendable, Equatable {
        var digits: String
        /// Digits and what stands between them.
        var written: String
    }

    let runs: [Run]

    /// Digits may be separated by up to two of space, point, hyphen, slash and brackets; a comma or a colon ends a run,
    /// since they belong to prices and times.
    init(_ text: GuardText) {
        var runs: [Run] = []
        var run = Run(digits: "", written: "")
        var gap = ""
        for character in text.folded {
            if character.isASCII, character.isNumber {
                run.written += gap + String(character)
                run.digits.append(character)
                gap = ""
            } else if " .-–/()+_*·".contains(character), gap.count < 2, !run.digits.isEmpty {
                gap.append(character)
            } else {
                if !run.digits.isEmpty { runs.append(run) }
                (run, gap) = (Run(digits: "", written: ""), "")
            }
        }
        if !run.digits.isEmpty { runs.append(run) }
        self.runs = runs
    }
}
