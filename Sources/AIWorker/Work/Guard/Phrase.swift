/// A pattern of words: `send|give ~2 money|cash`.
///
/// `a|b` is either word, `~n` is up to n words of any kind, `word*` is any word that begins so, `*word*` one that holds
/// it, `<name>` is any word of a list. Patterns are folded as texts are, so they may be written as people write; a
/// choice in a script without spaces is the row of its characters.
struct Phrase: Sendable, Hashable {
    /// One of a part's choices: words that follow each other.
    typealias Choice = [Word]

    enum Word: Sendable, Hashable {
        case exact(String)
        case beginning(String)
        case holding(String)

        func fits(_ word: String) -> Bool {
            switch self {
            case .exact(let wanted): word == wanted
            case .beginning(let wanted): word.hasPrefix(wanted)
            case .holding(let wanted): word.contains(wanted)
            }
        }
    }

    enum Part: Sendable, Hashable {
        case words([Choice])
        case gap(Int)
    }

    let parts: [Part]

    /// - Parameter lists: what `<name>` stands for.
    init(_ pattern: String, lists: [String: [String]] = [:]) throws(PhraseFault) {
        var parts: [Part] = []
        for part in pattern.split(whereSeparator: \.isWhitespace) {
            parts.append(try Self.part(part, lists: lists))
        }
        guard case .words? = parts.first else { throw PhraseFault("a phrase begins with a word") }
        guard case .words? = parts.last else { throw PhraseFault("a phrase ends with a word") }
        self.parts = parts
    }

    /// Those of these patterns that are phrases.
    static func readable(_ patterns: [String]) -> [Phrase] { patterns.compactMap { try? Phrase($0) } }

    /// Whether the phrase begins with the first of these words.
    func begins(_ words: ArraySlice<String>) -> Bool { Self.matches(parts[...], words) }

    func occurs(in words: [String]) -> Bool { words.indices.contains { begins(words[$0...]) } }

    private static func matches(_ parts: ArraySlice<Part>, _ words: ArraySlice<String>) -> Bool {
        guard let part = parts.first else { return true }
        switch part {
        case .gap(let most):
            return (0...most).contains { $0 <= words.count && matches(parts.dropFirst(), words.dropFirst($0)) }
        case .words(let choices):
            return choices.contains { choice in
                choice.count <= words.count && zip(choice, words).allSatisfy { $0.fits($1) }
                    && matches(parts.dropFirst(), words.dropFirst(choice.count))
            }
        }
    }

    private static func part(_ part: Substring, lists: [String: [String]]) throws(PhraseFault) -> Part {
        if part.first == "~" {
            guard let most = Int(part.dropFirst()), (1...8).contains(most) else {
                throw PhraseFault("\(part) must be ~ and a number of words from 1 to 8")
            }
            return .gap(most)
        }
        var choices: [Choice] = []
        for choice in part.split(separator: "|", omittingEmptySubsequences: false) {
            guard choice.first == "<", choice.last == ">" else {
                choices.append(try self.choice(choice))
                continue
            }
            guard let list = lists[String(choice.dropFirst().dropLast())] else {
                throw PhraseFault("there is no list \(choice.dropFirst().dropLast()) under words")
            }
            for word in list { choices.append(try self.choice(word[...])) }
        }
        return .words(choices)
    }

    private static func choice(_ written: Substring) throws(PhraseFault) -> Choice {
        let words = GuardWords.of(GuardFolding.folded(String(written)))
        guard let last = words.last else { throw PhraseFault("a choice is empty, or has no letter in it") }
        guard written.last == "*" else { return words.map { .exact($0) } }
        if written.first == "*" {
            guard words.count == 1, last.count >= 3 else {
                throw PhraseFault("\(written) must be one word of at least three letters")
            }
            return [.holding(last)]
        }
        guard last.count >= 3 else { throw PhraseFault("\(written) is too short: any word could begin so") }
        return words.dropLast().map { .exact($0) } + [.beginning(last)]
    }
}

/// What is wrong with a pattern, for the person who wrote it.
struct PhraseFault: Error, Equatable {
    let problem: String

    init(_ problem: String) { self.problem = problem }
}
