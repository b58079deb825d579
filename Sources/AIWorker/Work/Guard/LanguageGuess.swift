/// Which of the languages that the rules are written in a text may be in, by its frequent words.
struct LanguageGuess: Sendable {
    /// Fewer words show no language.
    static let fewestWords = 4

    private let languages: [String: Set<String>]

    init(_ rules: GuardRules) { languages = rules.languages }

    /// How many of the words are frequent in each language, the best first.
    func scores(_ words: [String]) -> [(language: String, count: Int)] {
        languages.map { language, frequent in (language, words.count(where: frequent.contains)) }
            .sorted { $0.count > $1.count }
    }

    /// All languages that a text may be in; none for one that shows nothing.
    func possible(_ words: [String]) -> [String] {
        let scores = scores(words)
        guard words.count >= Self.fewestWords, let best = scores.first?.count, best >= 2 else { return [] }
        return scores.filter { $0.count * 2 > best }.map(\.language)
    }
}
