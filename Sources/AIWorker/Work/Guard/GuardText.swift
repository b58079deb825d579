/// A text as the guard's rules see it: letters folded so that look-alikes and accents hide nothing.
struct GuardText: Sendable {
    /// As it was written.
    let original: String
    /// Lower case, without accents and invisible characters, look-alike letters and digits replaced; spaces and
    /// punctuation as they were.
    let folded: String
    /// The words of ``folded``. Letters written apart (`w h a t s a p p`) are one word more at the end.
    let words: [String]
    /// ``words``, and the other ways in which the same text may be read: repaired, put together, backwards.
    let readings: [[String]]

    init(_ text: String, vocabulary: Vocabulary? = nil) {
        original = text
        folded = GuardFolding.folded(text)
        let plain = GuardWords.of(folded)
        words = plain + GuardWords.spelledOut(in: plain)
        var readings = [words]
        if let vocabulary {
            readings.append(vocabulary.words(of: folded))
            if let divided = vocabulary.wordsOfJoined(plain) { readings.append(divided) }
            if let snippets = vocabulary.wordsOfSnippets(plain) { readings.append(snippets) }
            readings.append(vocabulary.words(of: String(folded.reversed())))
            let short = Self.withoutRows(folded)
            if short != folded { readings.append(vocabulary.words(of: short)) }
            let looks = GuardFolding.latinLooks(of: plain)
            if looks != plain { readings.append(looks) }
        }
        self.readings = readings
    }

    /// With one of three and more equal letters.
    private static func withoutRows(_ folded: String) -> String {
        var result = ""
        var row = 0
        for character in folded {
            row = character == result.last ? row + 1 : 1
            if row == 3, character.isLetter { result.removeLast() }
            if row < 3 || !character.isLetter { result.append(character) }
        }
        return result
    }

    /// Letters only, so that spaces and signs between them hide nothing: `wh4ts-app` reads `whatsapp`.
    var letters: String {
        let digits: [Character: Character] = [
            "0": "o", "1": "i", "3": "e", "4": "a", "5": "s", "7": "t", "@": "a", "$": "s", "!": "i", "|": "l",
        ]
        return String(folded.compactMap { $0.isLetter ? $0 : digits[$0] })
    }
}
