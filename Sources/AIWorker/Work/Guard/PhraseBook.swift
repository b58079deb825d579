/// Many phrases, found by the words that they begin with: a text is read once, however many there are.
struct PhraseBook: Sendable {
    private var exact: [String: [Phrase]] = [:]
    private var beginnings: [String: [Phrase]] = [:]
    private var others: [Phrase] = []

    init(_ phrases: [Phrase]) {
        for phrase in phrases {
            guard case .words(let choices)? = phrase.parts.first else { continue }
            for case let first? in Set(choices.map(\.first)) {
                switch first {
                case .exact(let word): exact[word, default: []].append(phrase)
                case .beginning(let start): beginnings[String(start.prefix(2)), default: []].append(phrase)
                case .holding: others.append(phrase)
                }
            }
        }
    }

    func occurs(in words: [String]) -> Bool {
        words.indices.contains { index in
            let word = words[index]
            let rest = words[index...]
            return exact[word]?.contains { $0.begins(rest) } == true
                || beginnings[String(word.prefix(2))]?.contains { $0.begins(rest) } == true
                || others.contains { $0.begins(rest) }
        }
    }
}
