/// Divides a folded text into words.
enum GuardWords {
    /// Letters and digits. An apostrophe joins (`im`), everything else separates; in a script without spaces every
    /// character is a word.
    static func of(_ folded: String) -> [String] {
        var words: [String] = []
        var current = ""
        func finish() {
            if !current.isEmpty { words.append(withoutArticle(current)) }
            current = ""
        }
        for character in folded {
            if standsAlone(character) {
                finish()
                words.append(String(character))
            } else if character.isLetter || character.isNumber {
                current.append(character)
            } else if !isApostrophe(character) || elisions.contains(current) {
                finish()
            }
        }
        finish()
        return words
    }

    /// What French and Italian write before an apostrophe is a word of its own.
    private static let elisions: Set<String> = [
        "l", "m", "d", "n", "s", "t", "j", "c", "qu", "un", "dell", "all", "dall", "nell", "sull",
    ]

    /// Arabic writes its article, and "and" and "with" before that, as part of the word.
    private static func withoutArticle(_ word: String) -> String {
        for article in ["وال", "بال", "لل", "ال"] where word.hasPrefix(article) && word.count > article.count + 2 {
            return String(word.dropFirst(article.count))
        }
        return word
    }

    /// Rows of at least four single letters, joined.
    static func spelledOut(in words: [String]) -> [String] {
        words.split { !isSingleLetter($0) }.filter { $0.count >= 4 }.map { $0.joined() }
    }

    static func isSingleLetter(_ word: String) -> Bool {
        word.count == 1 && word.first.map { $0.isLetter && !standsAlone($0) } == true
    }

    static func isApostrophe(_ character: Character) -> Bool { "'’ʼ`´".contains(character) }

    /// Han, Kana, Thai and Lao, which put no spaces between words.
    static func standsAlone(_ character: Character) -> Bool {
        switch character.unicodeScalars.first?.value ?? 0 {
        case 0x3005...0x3007, 0x3041...0x30FF, 0x3400...0x4DBF, 0x4E00...0x9FFF, 0xF900...0xFAFF, 0x0E00...0x0EFF,
            0x20000...0x323AF:
            true
        default: false
        }
    }
}
