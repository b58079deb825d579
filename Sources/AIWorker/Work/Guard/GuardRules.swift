import CheckedYAML

/// What a rule file says: the phrases, words and limits that the guard's code looks for.
struct GuardRules: Sendable {
    /// A rule made of phrases. Several rules may have one name: they are told and counted as one.
    struct Rule: Sendable {
        var name: String
        /// For the operator; quotes nothing.
        var reason: String
        /// Looks at what the other person wrote instead of the reply.
        var readsIncoming: Bool
        var phrases: [Phrase]
        var names: [String]
    }

    /// Words of one language about something that a person should decide about. Several may have one name.
    struct Topic: Sendable {
        var name: String
        var language: String
        var phrases: [Phrase]
    }

    struct Limits: Sendable, Equatable {
        /// Of a reply, in characters.
        var characters: Int
        var lines: Int
        /// How often a reply may say the same three words.
        var repeats: Int
        /// So many words in a row that the other person wrote before are a repetition.
        var copiedWords: Int
    }

    var limits: Limits
    /// Lists of words by their names, folded.
    var words: [String: [String]]
    /// Frequent words of each language that the phrases are written in, folded.
    var languages: [String: Set<String>]
    /// In the order in which they are asked.
    var rules: [Rule]
    /// What an automatic reply must not even touch (``SensitiveTopics``).
    var topics: [Topic]

    func list(_ list: WordList) -> Set<String> { Set(words[list.rawValue] ?? []) }

    /// The lists that the guard's code reads; a rule file may hold more for its phrases.
    enum WordList: String, CaseIterable, Sendable {
        /// Words for the digits.
        case numerals
        /// What may stand between the digits of a number that is spelled out.
        case numeralFillers
        /// Endings of addresses on the web. Words that begin a sentence (`is`, `so`, `to`) are not among them.
        case linkEndings
        /// The word for the point in an address that is spelled out, and for the @.
        case pointWords, atWords
        /// Words for a street behind a number, before a number, and the end of a word before a number.
        case streetsAfterNumber, streetsBeforeNumber, streetWordEndings
        /// Ages from 8 to 17 in words; what comes before an age in the first person, between, and behind it.
        case spelledAges, ageBefore, ageFillers, ageUnits, ageFollowers
        /// Words between whose letters a digit stands, as people write them.
        case wordsWithDigits
    }

    /// The rules that come with the program.
    ///
    /// - Throws: ``FileFaults``, if the program was built with a faulty file: a test prevents it.
    static func builtIn() throws(FileFaults) -> GuardRules {
        var reader = GuardRulesReader()
        return try reader.rules(
            String(decoding: PackageResources.guard_yaml, as: UTF8.self), source: "guard.yaml", adding: nil)
    }

    /// These and those of a file of the operator's, which adds and tightens and takes nothing away.
    ///
    /// - Throws: ``FileFaults``.
    func adding(_ yaml: String, source: String) throws(FileFaults) -> GuardRules {
        var reader = GuardRulesReader()
        return try reader.rules(yaml, source: source, adding: self)
    }
}
