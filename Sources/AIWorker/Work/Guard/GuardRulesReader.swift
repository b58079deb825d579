import CheckedYAML
import Yams

/// Reads a rule file's YAML and collects every fault with its line.
///
/// A misspelt key would otherwise be a rule that silently never holds anything.
struct GuardRulesReader: CheckedReader {
    var faults: [FileFault] = []

    /// - Parameter base: nil for the rules that come with the program, which must be whole; otherwise the rules that
    ///   the file adds to.
    mutating func rules(
        _ yaml: String, source: String, adding base: GuardRules?
    ) throws(FileFaults) -> GuardRules {
        guard let root = root(of: yaml) else { throw FileFaults(in: "the guard's rules \(source)", faults) }
        let parts = ["limits", "words", "languages", "rules", "topics"]
        let fields = fields(of: root, required: base == nil ? parts : [], optional: parts)
        var words = base?.words ?? [:]
        for (name, node) in pairs(fields["words"]) { words[name, default: []] += texts(node).map { folded($0) } }
        if base == nil, let node = fields["words"] {
            let missing = GuardRules.WordList.allCases.map(\.rawValue).filter { words[$0]?.isEmpty != false }
            if !missing.isEmpty { fault(node, "words lacks \(missing.joined(separator: ", "))") }
        }
        let result = GuardRules(
            limits: limits(fields["limits"], base: base?.limits), words: words,
            languages: languages(fields["languages"], isAddition: base != nil) ?? base?.languages ?? [:],
            rules: (base?.rules ?? []) + rules(fields["rules"], words: words, known: base?.rules ?? []),
            topics: (base?.topics ?? []) + topics(fields["topics"], words: words))
        guard faults.isEmpty else { throw FileFaults(in: "the guard's rules \(source)", faults) }
        return result
    }

    // MARK: Parts

    private mutating func limits(_ node: Node?, base: GuardRules.Limits?) -> GuardRules.Limits {
        let names = ["characters", "lines", "repeats", "copiedWords"]
        let fields = fields(of: node, required: base == nil ? names : [], optional: names)
        func number(_ name: String, _ base: Int?, _ reader: inout GuardRulesReader) -> Int {
            guard let node = fields[name] else { return base ?? 0 }
            guard let value = node.int, value >= 1 else {
                reader.fault(node, "\(name) must be a number from 1")
                return base ?? 0
            }
            if let base, value > base {
                reader.fault(node, "\(name) can be \(base) at most: a rule file tightens, and never loosens")
            }
            return value
        }
        return GuardRules.Limits(
            characters: number("characters", base?.characters, &self), lines: number("lines", base?.lines, &self),
            repeats: number("repeats", base?.repeats, &self),
            copiedWords: number("copiedWords", base?.copiedWords, &self))
    }

    private mutating func languages(_ node: Node?, isAddition: Bool) -> [String: Set<String>]? {
        guard let node else { return nil }
        guard !isAddition else {
            fault(node, "languages cannot be added: the built-in phrases would not hold anything in them")
            return nil
        }
        return pairs(node).reduce(into: [:]) { languages, pair in
            languages[pair.name] = Set(written(pair.node).split(separator: " ").map { folded(String($0)) })
        }
    }

    private mutating func rules(_ node: Node?, words: [String: [String]], known: [GuardRules.Rule]) -> [GuardRules.Rule]
    {
        pairs(node).map { name, node in
            let before = known.first { $0.name == name }
            let fields = fields(
                of: node, required: before == nil ? ["reason"] : [], optional: ["reason", "reads", "phrases", "names"])
            if !isName(name) { fault(node, "\(name) must be lower-case letters and -") }
            if let node = fields["reads"], !["reply", "incoming"].contains(written(node)) {
                fault(node, "reads is reply or incoming")
            }
            if fields["phrases"] == nil, fields["names"] == nil { fault(node, "\(name) needs phrases or names") }
            var phrases: [Phrase] = []
            for (_, list) in pairs(fields["phrases"]) { phrases += items(list).compactMap { phrase($0, words) } }
            let names = fields["names"].map { items($0).compactMap { self.name($0) } } ?? []
            return GuardRules.Rule(
                name: name, reason: fields["reason"].map { written($0) } ?? before?.reason ?? "",
                readsIncoming: fields["reads"].map { written($0) == "incoming" } ?? before?.readsIncoming ?? false,
                phrases: phrases, names: names)
        }
    }

    private mutating func topics(_ node: Node?, words: [String: [String]]) -> [GuardRules.Topic] {
        pairs(node).flatMap { name, node in
            let fields = fields(of: node, required: ["phrases"], optional: ["phrases"])
            if !isName(name) { fault(node, "\(name) must be lower-case letters and -") }
            return pairs(fields["phrases"]).map { language, list in
                GuardRules.Topic(
                    name: name, language: language, phrases: items(list).compactMap { phrase($0, words) })
            }
        }
    }

    private func isName(_ name: String) -> Bool {
        !name.isEmpty && name.utf8.allSatisfy { (97...122).contains($0) || $0 == 45 }
    }

    private mutating func phrase(_ node: Node, _ words: [String: [String]]) -> Phrase? {
        do throws(PhraseFault) {
            return try Phrase(written(node), lists: words)
        } catch {
            fault(node, error.problem)
            return nil
        }
    }

    private mutating func name(_ node: Node) -> String? {
        let name = folded(written(node))
        guard name.count >= 4 || name.contains(where: GuardWords.standsAlone), name.allSatisfy(\.isLetter) else {
            fault(
                node, "\(written(node)) must be at least four letters: it is looked for within all letters of a reply")
            return nil
        }
        return name
    }

    private func folded(_ text: String) -> String { GuardWords.of(GuardFolding.folded(text)).joined() }

    // MARK: Nodes

    private mutating func pairs(_ node: Node?) -> [(name: String, node: Node)] {
        guard let node else { return [] }
        guard let mapping = node.mapping else {
            fault(node, "a mapping is expected here")
            return []
        }
        return mapping.map { ($0.key.string ?? "", $0.value) }
    }

    private mutating func items(_ node: Node) -> [Node] {
        guard let list = node.sequence else {
            fault(node, "a list is expected here")
            return []
        }
        return Array(list)
    }

    /// A list, or words with spaces between them.
    private mutating func texts(_ node: Node) -> [String] {
        if case .scalar = node { return written(node).split(whereSeparator: \.isWhitespace).map { String($0) } }
        return items(node).map { written($0) }
    }

    /// One that says something.
    private mutating func written(_ node: Node) -> String {
        let text = text(node)
        if text.isEmpty, node.scalar != nil { fault(node, "a text is expected here") }
        return text
    }
}
