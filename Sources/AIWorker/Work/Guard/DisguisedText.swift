/// Holds a reply that is written so that people read it and programs do not: letters of several scripts in a word,
/// letters apart, letters from the tables of signs, digits for letters.
struct DisguisedText: GuardRule {
    let name = "disguised-text"
    let reason = "The reply is written so that programs cannot read it."

    private static func isSpaced(_ letter: Character) -> Bool { !GuardWords.standsAlone(letter) }

    /// In letters, of a text that has hardly another.
    private static let longestLoneWord = 16
    /// In letters; German words have more at times, and are held.
    private static let longestWord = 28

    private let wordsWithDigits: Set<String>

    init(_ rules: GuardRules) {
        wordsWithDigits = rules.list(.wordsWithDigits)
    }

    func holds(_ reply: GuardText, answering incoming: [GuardText]) -> Bool {
        Self.holdsSigns(reply.original) || Self.mixesScripts(reply.original) || Self.spellsOut(reply.words)
            || Self.hasPointsWithin(reply.folded)
            || hasDigitsWithin(reply.folded) || Self.isEncoded(reply.original)
    }

    /// Two letters that are taken from alphabets of signs, or marks that strike letters out or pile up on them.
    private static func holdsSigns(_ text: String) -> Bool {
        var (signs, marks) = (0, 0)
        for scalar in text.unicodeScalars {
            switch scalar.value {
            case 0xFF21...0xFF3A, 0xFF41...0xFF5A, 0x1D400...0x1D7FF, 0x24B6...0x24E9, 0x1F110...0x1F189: signs += 1
            case 0x250...0x2FF, 0x1D00...0x1DBF, 0x1F1E6...0x1F1FF: signs += scalar.value > 0x1F000 ? 0 : 1
            case 0x334...0x338, 0x20D0...0x20DC: return true
            default: break
            }
            marks = scalar.properties.generalCategory == .nonspacingMark && scalar.value < 0x370 ? marks + 1 : 0
            if marks >= 3 || signs >= 2 { return true }
        }
        return flagRow(text) >= 6
    }

    /// The longest row of flags' letters that spell something: two make a flag, and flags are mostly few.
    private static func flagRow(_ text: String) -> Int {
        var (row, longest) = (0, 0)
        for scalar in text.unicodeScalars where !scalar.properties.isWhitespace && !VisibleText.isInvisible(scalar) {
            row = (0x1F1E6...0x1F1FF).contains(scalar.value) ? row + 1 : 0
            longest = max(longest, row)
        }
        return longest
    }

    /// A word with letters of two scripts, or a word of another script that looks Latin in every letter.
    private static func mixesScripts(_ text: String) -> Bool {
        let main = Script.main(of: text)
        return text.split { !$0.isLetter }.contains { word in
            let scripts = Set(word.unicodeScalars.compactMap { Script($0) })
            if scripts.contains(.latin), scripts.count > 1, !scripts.isSubset(of: [.latin, .han]) { return true }
            let written = GuardFolding.folded(String(word))
            return main == .latin && !scripts.contains(.latin) && word.count >= 3
                && GuardFolding.latinLooks(of: [written]) != [written]
        }
    }

    /// Four single letters in a row that are not one letter again and again.
    private static func spellsOut(_ words: [String]) -> Bool {
        words.split { !GuardWords.isSingleLetter($0) }.contains { $0.count >= 4 && Set($0).count >= 3 }
    }

    /// `m.o.n.e.y`, `m-o-n`: single letters with signs between them; or signs within two words: `mo.ney se_nd`.
    private static func hasPointsWithin(_ folded: String) -> Bool {
        let words = folded.split(whereSeparator: \.isWhitespace)
        return words.count { word in
            let parts = word.split(omittingEmptySubsequences: false) { "._*|/\\~+=^·•".contains($0) }
            return parts.count >= 2 && parts.allSatisfy { !$0.isEmpty && $0.count <= 3 && $0.allSatisfy(\.isLetter) }
                && parts.reduce(0, { $0 + $1.count }) >= 4
        } >= 2
    }

    /// Two words with a digit or a sign between their letters.
    private func hasDigitsWithin(_ folded: String) -> Bool {
        folded.split(whereSeparator: \.isWhitespace).count { word in
            let characters = Array(word.filter { $0.isLetter || $0.isNumber || "@$€!|".contains($0) })
            guard characters.count >= 3, !wordsWithDigits.contains(String(characters)) else { return false }
            let changes = zip(characters, characters.dropFirst()).count { $0.isLetter != $1.isLetter }
            return changes >= 2 && characters.contains(where: \.isLetter)
        } >= 2
    }

    /// Morse, binary and base64: a long word without a word in it, or a row of signs.
    private static func isEncoded(_ text: String) -> Bool {
        let signs = text.split { !".-·−_/| ".contains($0) }.map { $0.filter { $0 != " " } }
        if signs.contains(where: { $0.count >= 12 && Set($0).count >= 2 && $0.contains("-") }) { return true }
        let words = text.split(whereSeparator: \.isWhitespace)
        return words.contains { word in
            let letters = word.filter(\.isLetter)
            // No word, and no laughter.
            if letters.count >= (words.count <= 2 ? longestLoneWord : longestWord), letters.allSatisfy(Self.isSpaced),
                Set(letters.lowercased()).count > 6
            {
                return true
            }
            let changes = zip(letters, letters.dropFirst()).count { $0.isLowercase && $1.isUppercase }
            return word.count >= 12 && word.allSatisfy(\.isASCII) && changes >= 3
        }
    }
}
