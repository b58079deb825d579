/// What a reply touches that a person should decide about: money, contact, codes, places, who writes, intimacy.
///
/// The guard looks for what a reply says, and misses what is said in words of one's own. This looks for single words,
/// whatever is said with them, and so finds much more, harmless replies included. Only automatic replies are asked: what
/// it finds is a draft like any other.
struct SensitiveTopics: Sendable {
    private let topics: [(topic: GuardRules.Topic, phrases: PhraseBook)]
    private let vocabulary: Vocabulary
    private let guess: LanguageGuess
    private let languages: Set<String>

    /// The topic of who writes, a person or a machine.
    static let whoWrites = "who-writes"

    /// A reply with more than so many digits gives something away: a number, a time, an amount.
    private static let digits = 2

    init(_ rules: GuardRules) {
        topics = rules.topics.map { ($0, PhraseBook($0.phrases)) }
        vocabulary = Vocabulary(
            rules.rules.flatMap(\.phrases) + rules.topics.flatMap(\.phrases), names: rules.rules.flatMap(\.names),
            frequent: rules.languages.values.reduce(into: []) { $0.formUnion($1) })
        guess = LanguageGuess(rules)
        languages = Set(rules.languages.keys)
    }

    /// The name of the first topic, `numbers` or `signs`; nil for none.
    func topic(of text: String) -> String? {
        let reply = GuardText(text, vocabulary: vocabulary)
        let readings = reply.readings + [Self.joined(reply.words)]
        // One that shows no language may be in any. A language without frequent words is always looked for.
        let possible = Set(guess.possible(reply.words))
        let found = topics.first { topic, phrases in
            (possible.isEmpty || possible.contains(topic.language) || !languages.contains(topic.language))
                && readings.contains(where: phrases.occurs)
        }
        if let found { return found.topic.name }
        if text.count(where: \.isNumber) > Self.digits { return "numbers" }
        return text.unicodeScalars.contains(where: Self.isThing) ? "signs" : nil
    }

    /// Neighbours as one word: a word that was cut in two or three is whole again.
    private static func joined(_ words: [String]) -> [String] {
        [2, 3].flatMap { count in
            words.indices.dropLast(count - 1).compactMap { start in
                let pieces = words[start..<start + count]
                guard pieces.allSatisfy({ $0.first.map(GuardWords.standsAlone) == false }) else { return nil }
                return pieces.joined()
            }
        }
    }

    /// Emoji of things and places; faces, hearts, flowers, animals and food say nothing that matters here.
    private static func isThing(_ scalar: Unicode.Scalar) -> Bool {
        switch scalar.value {
        case 0x1F442...0x1F463, 0x1F47B, 0x1F48B...0x1F48D, 0x1F4A0...0x1F4FF, 0x1F510...0x1F516, 0x1F680...0x1F6FF:
            true
        default: false
        }
    }
}
