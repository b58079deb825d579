/// The words that the rules know. With it the guard reads words that were made hard to find: `m0ney`, `mo-ney`,
/// `moooney`, `mo ney`, `s e n d m o n e y`.
struct Vocabulary: Sendable {
    private var words: Set<String> = []
    /// What is known without being looked for: frequent words, which show that a text is not cut into snippets.
    private let frequent: Set<String>
    /// Words, and the beginnings of those of which only the beginning matters.
    private var pieces: Set<String> = []
    private var beginnings: [String: [String]] = [:]
    private var longest = 0

    /// Signs that stand for letters inside a word; some for two.
    private static let lookAlikes: [[Character: Character]] = [
        [
            "0": "o", "1": "i", "2": "z", "3": "e", "4": "a", "5": "s", "6": "g", "7": "t", "8": "b", "9": "g",
            "@": "a", "$": "s", "!": "i", "|": "l", "€": "e", "£": "l", "+": "t", "(": "c", "¢": "c", "¥": "y",
        ],
        ["0": "o", "1": "l", "3": "e", "4": "a", "5": "s", "6": "b", "7": "t", "9": "q", "@": "a", "$": "s", "!": "l"],
    ]

    init(_ phrases: [Phrase] = [], names: [String] = [], frequent: Set<String> = []) {
        self.frequent = frequent
        for case .words(let choices) in phrases.flatMap(\.parts) {
            for word in choices.joined() {
                switch word {
                case .exact(let word): words.insert(word)
                case .beginning(let start), .holding(let start):
                    beginnings[String(start.prefix(2)), default: []].append(start)
                    pieces.insert(start)
                }
            }
        }
        words.formUnion(names)
        pieces.formUnion(words)
        longest = pieces.map(\.count).max() ?? 0
    }

    func contains(_ word: String) -> Bool {
        words.contains(word) || beginnings[String(word.prefix(2))]?.contains { word.hasPrefix($0) } == true
    }

    // MARK: Readings

    /// The words of a folded text as somebody reads it who wants to find one of these.
    func words(of folded: String) -> [String] {
        let found = folded.split(whereSeparator: \.isWhitespace).flatMap { words(ofToken: String($0)) }
        return joinedFragments(joinedLetters(found)).flatMap { divided($0) }
    }

    /// All letters of a text that is cut into snippets, divided anew; nil when its words are longer than those.
    func wordsOfSnippets(_ words: [String]) -> [String]? {
        let written = words.filter { $0.first.map(GuardWords.standsAlone) == false }
        guard written.count >= 4, written.reduce(0, { $0 + $1.count }) * 10 <= written.count * 37 else { return nil }
        let known = written.count { frequent.contains($0) || contains($0) }
        guard known * 100 <= written.count * 75 else { return nil }
        return segments(of: written.joined())
    }

    /// Long words that are words of these for the greater part, divided, and so is a text that is one word; nil when
    /// there is none.
    func wordsOfJoined(_ words: [String]) -> [String]? {
        let divided = words.flatMap { word -> [String] in
            guard word.count >= (words.count <= 2 ? 6 : 12), !self.words.contains(word) else { return [word] }
            let pieces = segments(of: word)
            let stray = pieces.reduce(0) { $0 + (contains($1) ? 0 : $1.count) }
            return stray * 100 <= word.count * 45 ? pieces : [word]
        }
        return divided == words ? nil : divided
    }

    private func words(ofToken token: String) -> [String] {
        let whole = token.filter { $0.isLetter || $0.isNumber || Self.lookAlikes[0][$0] != nil }
        if whole.count >= 2, let known = known(whole) { return [known] }
        let bare = whole.filter { $0.isLetter || $0.isNumber }
        if bare.count >= 3, bare.count < whole.count, let known = known(bare) { return [known] }
        return GuardWords.of(token).map { known($0) ?? $0 }
    }

    /// The word of the vocabulary that this one stands for.
    private func known(_ word: String) -> String? {
        if contains(word) { return word }
        var readings = [word]
        if word.contains(where: { !$0.isLetter }) {
            readings = Self.lookAlikes.map { signs in String(word.map { signs[$0] ?? $0 }) }
        }
        for reading in readings {
            if contains(reading) { return reading }
            for most in [2, 1] {
                let short = Self.withoutRepeats(reading, most: most)
                if short != reading, contains(short) { return short }
            }
        }
        return nil
    }

    private static func withoutRepeats(_ word: String, most: Int) -> String {
        var result = ""
        for character in word where result.count < most || result.suffix(most).contains(where: { $0 != character }) {
            result.append(character)
        }
        return result
    }

    /// Rows of three single letters and more, as words.
    private func joinedLetters(_ words: [String]) -> [String] {
        var result: [String] = []
        var row: [String] = []
        for word in words + [""] {
            if GuardWords.isSingleLetter(word) {
                row.append(word)
                continue
            }
            result += row.count >= 3 ? segments(of: row.joined()) : row
            row = []
            if !word.isEmpty { result.append(word) }
        }
        return result
    }

    /// Neighbours that are one word together, and not two that the rules know.
    private func joinedFragments(_ written: [String]) -> [String] {
        var result: [String] = []
        var index = 0
        while index < written.count {
            var taken = 1
            for count in [3, 2] where index + count <= written.count {
                let pieces = written[index..<index + count]
                let joined = pieces.joined()
                if joined.count >= 5, words.contains(joined), !pieces.allSatisfy({ frequent.contains($0) }) {
                    result.append(joined)
                    taken = count
                    break
                }
            }
            if taken == 1 { result.append(written[index]) }
            index += taken
        }
        return result
    }

    /// A word that is made of words of the vocabulary and nothing else.
    private func divided(_ word: String) -> [String] {
        guard word.count >= 6, !contains(word) else { return [word] }
        let pieces = segments(of: word)
        return pieces.allSatisfy { $0.count >= 2 && words.contains($0) } ? pieces : [word]
    }

    /// The letters as words of the vocabulary with as few letters as possible between them.
    func segments(of letters: String) -> [String] {
        let letters = Array(letters.prefix(600))
        // Of what begins at each place: letters that belong to no word, the number of words, and the first one's length.
        var best: [(stray: Int, words: Int, length: Int)] = Array(
            repeating: (stray: 0, words: 0, length: 0), count: letters.count + 1)
        for start in letters.indices.reversed() {
            let next = best[start + 1]
            var choice = (stray: next.stray + 1, words: next.words, length: 0)
            for length in stride(from: min(longest, letters.count - start), through: 2, by: -1)
            where pieces.contains(String(letters[start..<start + length])) {
                let rest = best[start + length]
                if (rest.stray, rest.words + 1) < (choice.stray, choice.words) {
                    choice = (stray: rest.stray, words: rest.words + 1, length: length)
                }
            }
            best[start] = choice
        }
        var (result, stray, index): ([String], String, Int) = ([], "", 0)
        while index < letters.count {
            let length = best[index].length
            if length == 0 { stray.append(letters[index]) }
            if !stray.isEmpty, length > 0 || index == letters.count - 1 {
                // What follows a beginning is its end.
                if let last = result.last, pieces.contains(last), !words.contains(last), stray.count <= 4 {
                    result[result.count - 1] = last + stray
                } else {
                    result.append(stray)
                }
                stray = ""
            }
            if length > 0 { result.append(String(letters[index..<index + length])) }
            index += max(length, 1)
        }
        return result
    }
}
