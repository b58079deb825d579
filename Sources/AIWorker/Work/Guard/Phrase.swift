/// A pattern of words: `send|give ~2 money|cash`.
///
/// `a|b` is either word, `~n` is up to n words of any kind, `word*` is any word that begins so. Patterns are written in
/// the guard's folded form: lower case, no accents, no apostrophes.
struct Phrase: Sendable {
    private enum Part: Sendable {
        case words([String])
        case gap(Int)
    }

    private let parts: [Part]

    init(_ pattern: String) {
        parts = pattern.split(separator: " ").map { part in
            part.first == "~" ? .gap(Int(part.dropFirst()) ?? 0) : .words(part.split(separator: "|").map { String($0) })
        }
    }

    func occurs(in words: [String]) -> Bool {
        words.indices.contains { matches(parts[...], words[$0...]) }
    }

    private func matches(_ parts: ArraySlice<Part>, _ words: ArraySlice<String>) -> Bool {
        guard let part = parts.first else { return true }
        switch part {
        case .gap(let most):
            return (0...most).contains { $0 <= words.count && matches(parts.dropFirst(), words.dropFirst($0)) }
        case .words(let choices):
            guard let word = words.first else { return false }
            return choices.contains { Self.fits(word, $0) } && matches(parts.dropFirst(), words.dropFirst())
        }
    }

    private static func fits(_ word: String, _ wanted: String) -> Bool {
        wanted.last == "*" ? word.hasPrefix(wanted.dropLast()) : word == wanted
    }
}
