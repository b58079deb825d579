import Shared

/// Looks at a reply before it is offered or sent: deterministic code, after the model and whatever the model says.
///
/// What it finds does not disappear: the draft is shown to a person with the rule's name and reason, and is never sent
/// without one. It errs on the side of holding.
struct OutgoingGuard: Sendable {
    /// The rule against replies that deny that an AI writes.
    static let claimsHuman = "claims-human"
    /// The rule against replies to somebody who may be under 18.
    static let possibleMinor = "possible-minor"

    private let rules: [any GuardRule]
    private let vocabulary: Vocabulary

    /// - Parameters:
    ///   - rules: phrases, words and limits.
    ///   - canary: a word that only the model's instructions hold.
    ///   - instructions: of which no long piece may appear in a reply.
    init(_ rules: GuardRules, canary: String? = nil, instructions: String = "") {
        let lists = [GuardRules.WordList.numerals, .pointWords, .atWords].flatMap(rules.list)
        vocabulary = Vocabulary(
            rules.rules.flatMap(\.phrases), names: rules.rules.flatMap(\.names) + lists,
            frequent: rules.languages.values.reduce(into: []) { $0.formUnion($1) })
        self.rules =
            [PossibleMinor(rules), HiddenCharacters(), PromptLeak(canary: canary, instructions: instructions)]
            + rules.rules.map { PhraseRule($0) }
            + [
                EmailAddress(rules), Link(rules), PaymentNumber(), PhoneNumber(rules), StreetAddress(rules),
                AccountName(), ReplyLength(limits: rules.limits), RepeatedText(limits: rules.limits),
                ForeignLanguage(rules), DisguisedText(rules),
            ] as [any GuardRule]
    }

    /// The first finding; nil when a reply may go.
    ///
    /// - Parameters:
    ///   - incoming: what the other person wrote lately: a possible minor holds every reply.
    ///   - isPossibleMinor: they seemed to be one by what they wrote before.
    func check(_ text: String, incoming: [String] = [], isPossibleMinor: Bool = false) -> GuardFinding? {
        if isPossibleMinor, let rule = rules.first(where: { $0.name == Self.possibleMinor }) {
            return GuardFinding(rule: rule.name, reason: rule.reason)
        }
        let reply = GuardText(text, vocabulary: vocabulary)
        let written = incoming.map { GuardText($0) }
        let backwards = GuardText(String(text.reversed()), vocabulary: vocabulary)
        let rule =
            rules.first { $0.holds(reply, answering: written) }
            ?? rules.first { $0.readsBackwards && $0.holds(backwards, answering: written) }
        return rule.map { GuardFinding(rule: $0.name, reason: $0.reason) }
    }

    /// Whether somebody who writes this may be under 18.
    func isPossibleMinor(writing text: String) -> Bool {
        let (reply, written) = (GuardText(""), [GuardText(text)])
        return rules.contains { $0.name == Self.possibleMinor && $0.holds(reply, answering: written) }
    }

    /// Names of all rules, each once, in the order in which they are asked.
    var ruleNames: [String] {
        rules.map(\.name).reduce(into: []) { names, name in if !names.contains(name) { names.append(name) } }
    }
}

/// One reason to hold a reply.
protocol GuardRule: Sendable {
    /// Such as `phone-number`; stable, because people count and filter by it.
    var name: String { get }
    /// For the operator; quotes nothing.
    var reason: String { get }

    /// Whether a reply is held that breaks the rule when its letters are read from the end.
    var readsBackwards: Bool { get }

    func holds(_ reply: GuardText, answering incoming: [GuardText]) -> Bool
}

extension GuardRule {
    var readsBackwards: Bool { false }
}
