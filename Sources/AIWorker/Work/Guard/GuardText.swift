/// A text as the guard's rules see it: letters folded so that look-alikes and accents hide nothing.
struct GuardText: Sendable {
    /// As it was written.
    let original: String
    /// Lower case, without accents and invisible characters, look-alike letters and digits replaced; spaces and
    /// punctuation as they were.
    let folded: String
    /// The words of ``folded``: letters and digits. An apostrophe joins (`im`), everything else separates. Letters
    /// written apart (`w h a t s a p p`) are one word more at the end.
    let words: [String]

    init(_ text: String) {
        original = text
        folded = GuardFolding.folded(text)
        words = Self.words(of: folded)
    }

    private static func words(of folded: String) -> [String] {
        var words: [String] = []
        var current = ""
        for character in folded {
            if character.isLetter || character.isNumber {
                current.append(character)
            } else if "'’ʼ`".contains(character) {
                continue
            } else if !current.isEmpty {
                words.append(current)
                current = ""
            }
        }
        if !current.isEmpty { words.append(current) }
        return words + spelledOut(in: words)
    }

    /// Rows of at least four single letters, joined.
    private static func spelledOut(in words: [String]) -> [String] {
        words.split { $0.count > 1 || $0.first?.isNumber == true }.filter { $0.count >= 4 }.map { $0.joined() }
    }
}
