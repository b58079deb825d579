/// Holds a reply in a language that the other person did not write, or one that the guard's phrases are not written in.
///
/// The first is how a model is led away from the conversation; in the second the other rules would see nothing.
struct ForeignLanguage: GuardRule {
    let name = "language"
    let reason = "The reply is in another language than the conversation, or in one that the guard cannot read."

    /// Of words that are frequent in no known language, fewer than this share being frequent in one is doubtful.
    private static let longText = 7

    private let guess: LanguageGuess

    init(_ rules: GuardRules) { guess = LanguageGuess(rules) }

    func holds(_ reply: GuardText, answering incoming: [GuardText]) -> Bool {
        let script = Script.main(of: reply.original)
        if script == .other { return true }
        let words = GuardWords.of(reply.folded)
        guard let script, script != .han else {
            return script == .han && !Self.scripts(of: incoming).isSubset(of: [.han, .other])
        }
        let others = Self.scripts(of: incoming)
        if !others.isEmpty, !others.contains(script), words.count >= 2 { return true }
        if Self.hasForeignLetter(reply.folded) { return true }
        if script == .latin, words.count >= Self.longText, !isKnown(words) { return true }
        let written = Set(incoming.flatMap { guess.possible(GuardWords.of($0.folded)) })
        guard !written.isEmpty, let language = certain(words) else { return false }
        return !written.contains(language)
    }

    /// Letters that only other languages in Cyrillic and Arabic script have, such as Ukrainian and Persian.
    private static func hasForeignLetter(_ folded: String) -> Bool {
        folded.contains { "іїєґўјљњћђџѓќپچژگٹڈےں".contains($0) }
    }

    private static func scripts(of incoming: [GuardText]) -> Set<Script> {
        Set(incoming.compactMap { Script.main(of: $0.original) })
    }

    /// Whether a ninth of the words are frequent in a known language.
    private func isKnown(_ words: [String]) -> Bool { (guess.scores(words).first?.count ?? 0) * 9 >= words.count }

    /// The language of a text that can hardly be another.
    private func certain(_ words: [String]) -> String? {
        let scores = guess.scores(words)
        guard words.count >= LanguageGuess.fewestWords, let first = scores.first, first.count >= 3,
            first.count >= 2 * (scores.dropFirst().first?.count ?? 0)
        else { return nil }
        return first.language
    }
}

/// The scripts that the guard's phrases are written in.
enum Script: Sendable, Hashable {
    case latin, cyrillic, arabic, han, other

    /// Nil for what is no letter, or belongs to all.
    init?(_ scalar: Unicode.Scalar) {
        guard scalar.properties.isAlphabetic else { return nil }
        switch scalar.value {
        case 0x41...0x24F, 0x1E00...0x1EFF, 0xFF21...0xFF5A: self = .latin
        case 0x250...0x2AF, 0x1D00...0x1DBF, 0x2100...0x214F, 0x2460...0x24FF, 0x1D400...0x1D7FF, 0x1F100...0x1F1FF:
            return nil
        case 0x2B0...0x36F, 0x2070...0x209F: return nil
        case 0x400...0x52F: self = .cyrillic
        case 0x600...0x6FF, 0x750...0x77F, 0x8A0...0x8FF, 0xFB50...0xFDFF, 0xFE70...0xFEFF: self = .arabic
        case 0x3005...0x3007, 0x3400...0x4DBF, 0x4E00...0x9FFF, 0xF900...0xFAFF, 0x20000...0x323AF: self = .han
        default: self = .other
        }
    }

    /// The script of most letters; of Han and Kana together it is Kana's. Nil without letters.
    static func main(of text: String) -> Script? {
        var counts: [Script: Int] = [:]
        for scalar in text.unicodeScalars { if let script = Script(scalar) { counts[script, default: 0] += 1 } }
        if let others = counts[.other], others * 4 >= counts.values.reduce(0, +) { return .other }
        return counts.max { ($0.value, "\($0.key)") < ($1.value, "\($1.key)") }?.key
    }
}
