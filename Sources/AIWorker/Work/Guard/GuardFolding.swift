/// Maps the many ways of writing a letter to one.
enum GuardFolding {
    static func folded(_ text: String) -> String {
        var result = ""
        var word = ""
        for scalar in text.unicodeScalars {
            guard !VisibleText.isInvisible(scalar), !isMark(scalar), scalar != "\u{640}" else { continue }
            let plain = letter(scalar)
            if plain.allSatisfy({ $0.isLetter || $0.isNumber }) {
                word += plain
            } else {
                result += withoutLookAlikes(word) + plain
                word = ""
            }
        }
        return result + withoutLookAlikes(word)
    }

    private static func isMark(_ scalar: Unicode.Scalar) -> Bool {
        [.nonspacingMark, .enclosingMark].contains(scalar.properties.generalCategory)
    }

    /// Words of another script that look like Latin ones in every letter, as those.
    static func latinLooks(of words: [String]) -> [String] {
        words.map { word in
            word.allSatisfy { lookAlikes[$0] != nil } ? String(word.compactMap { lookAlikes[$0] }) : word
        }
    }

    /// One scalar in lower case, without accent and in its plain form; digits of all scripts become ASCII.
    private static func letter(_ scalar: Unicode.Scalar) -> String {
        switch scalar.value {
        case 0xFF01...0xFF5E:  // full width
            return Unicode.Scalar(scalar.value - 0xFEE0).map(letter) ?? ""
        case 0x1D400...0x1D6A3:  // mathematical letters: alphabets of 26 capitals and 26 small letters
            return Unicode.Scalar(0x61 + (scalar.value - 0x1D400) % 26).map { String($0) } ?? ""
        case 0x24B6...0x24E9:  // circled
            return Unicode.Scalar(0x61 + (scalar.value - 0x24B6) % 26).map { String($0) } ?? ""
        case 0x1F130...0x1F149, 0x1F150...0x1F169, 0x1F170...0x1F189:  // squared and negative letters
            return Unicode.Scalar(0x61 + (scalar.value - 0x1F130) % 32).map { String($0) } ?? ""
        case 0x1F1E6...0x1F1FF:  // flags
            return Unicode.Scalar(0x61 + scalar.value - 0x1F1E6).map { String($0) } ?? ""
        default: break
        }
        // A circled, raised or otherwise adorned digit is one; Han numerals are words.
        if let type = scalar.properties.numericType, let value = scalar.properties.numericValue,
            type != .numeric, (0...9).contains(value)
        {
            return "\(Int(value))"
        }
        let lower = scalar.properties.lowercaseMapping
        return String(lower.unicodeScalars.flatMap { plain[$0].map(Array.init) ?? [Character($0)] })
    }

    /// A word that mixes Latin letters with Cyrillic or Greek ones, or letters with digits and signs that stand for
    /// letters, is read as the Latin word it looks like.
    private static func withoutLookAlikes(_ word: String) -> String {
        guard word.contains(where: { $0.isASCII && $0.isLetter }) else { return word }
        return String(word.map { lookAlikes[$0] ?? $0 })
    }

    private static let plain: [Unicode.Scalar: String] = {
        let groups = [
            "a": "àáâãäåāăąǎạảấầẩẫậắằẳẵặ", "c": "çćĉċč", "d": "ďđ", "e": "èéêëēĕėęěẹẻẽếềểễệ", "g": "ĝğġģ", "h": "ĥħ",
            "i": "ìíîïĩīĭįıǐỉị", "j": "ĵ", "k": "ķ", "l": "ĺļľŀł", "n": "ñńņňŉ", "o": "òóôõöøōŏőǒọỏốồổỗộớờởỡợơ",
            "r": "ŕŗř", "s": "śŝşšș", "t": "ţťŧț", "u": "ùúûüũūŭůűųǔụủứừửữựư", "w": "ŵ", "y": "ýÿŷỳỵỷỹ", "z": "źżž",
            "ae": "æ", "oe": "œ", "ss": "ß", "е": "ё", "и": "й", "ا": "أإآٱ", "ه": "ة", "ي": "ىی", "ك": "ک",
        ]
        var table: [Unicode.Scalar: String] = [:]
        for (letter, variants) in groups {
            for scalar in variants.unicodeScalars { table[scalar] = letter }
        }
        return table
    }()

    private static let lookAlikes: [Character: Character] = [
        "а": "a", "в": "b", "с": "c", "е": "e", "н": "h", "і": "i", "ј": "j", "к": "k", "м": "m", "о": "o", "р": "p",
        "ѕ": "s", "т": "t", "у": "y", "х": "x", "α": "a", "ε": "e", "ι": "i", "κ": "k", "ν": "v", "ο": "o", "ρ": "p",
        "τ": "t", "υ": "u", "χ": "x", "һ": "h", "ԁ": "d", "ո": "n", "ս": "u", "օ": "o", "ց": "g", "ɑ": "a", "ɡ": "g",
        "η": "n", "γ": "y", "ω": "w", "ԝ": "w", "ӏ": "l", "ь": "b",
    ]
}
