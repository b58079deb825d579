import Shared

/// Looks at a reply before it is offered or sent: deterministic code, after the model and whatever the model says.
///
/// What it finds does not disappear: the draft is shown to a person with the rule's name and reason, and is never sent
/// without one. It errs on the side of holding.
struct OutgoingGuard: Sendable {
    private let rules: [any GuardRule]

    /// - Parameters:
    ///   - canary: a word that only the model's instructions hold.
    ///   - instructions: of which no long piece may appear in a reply.
    init(canary: String? = nil, instructions: String = "") {
        rules =
            [PossibleMinor(), HiddenCharacters(), PromptLeak(canary: canary, instructions: instructions)]
            + PhraseRule.all + [Link(), EmailAddress(), PaymentNumber(), PhoneNumber(), StreetAddress(), AccountName()]
            as [any GuardRule]
    }

    /// The first finding; nil when a reply may go.
    ///
    /// - Parameter incoming: what the other person wrote lately: a possible minor holds every reply.
    func check(_ text: String, incoming: [String] = []) -> GuardFinding? {
        let reply = GuardText(text)
        let written = incoming.map { GuardText($0) }
        return rules.first { $0.holds(reply, answering: written) }.map {
            GuardFinding(rule: $0.name, reason: $0.reason)
        }
    }

    /// Names of all rules, in the order in which they are asked.
    var ruleNames: [String] { rules.map(\.name) }
}

/// One reason to hold a reply.
protocol GuardRule: Sendable {
    /// Such as `phone-number`; stable, because people count and filter by it.
    var name: String { get }
    /// For the operator; quotes nothing.
    var reason: String { get }

    func holds(_ reply: GuardText, answering incoming: [GuardText]) -> Bool
}
