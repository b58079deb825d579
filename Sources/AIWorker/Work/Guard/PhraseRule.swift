/// A rule that holds a reply for what its words say.
struct PhraseRule: GuardRule {
    let name: String
    let reason: String
    private let phrases: [Phrase]
    /// Names that are unmistakable in any spelling: looked for in the letters alone, with digits read as letters.
    private let names: [String]

    init(_ name: String, _ reason: String, phrases: [String], names: [String] = []) {
        self.name = name
        self.reason = reason
        self.phrases = phrases.map { Phrase($0) }
        self.names = names
    }

    func holds(_ reply: GuardText, answering incoming: [GuardText]) -> Bool { matches(reply) }

    func matches(_ text: GuardText) -> Bool {
        if phrases.contains(where: { $0.occurs(in: text.words) }) { return true }
        guard !names.isEmpty else { return false }
        let letters = Self.letters(of: text.folded)
        return names.contains { letters.contains($0) }
    }

    /// Letters only, so that spaces and signs between them hide nothing: `wh4ts-app` reads `whatsapp`.
    private static func letters(of folded: String) -> String {
        let digits: [Character: Character] = [
            "0": "o", "1": "i", "3": "e", "4": "a", "5": "s", "7": "t", "@": "a", "$": "s", "!": "i", "|": "l",
        ]
        return String(folded.compactMap { $0.isLetter ? $0 : digits[$0] })
    }
}

extension PhraseRule {
    static let all: [any GuardRule] = [money, payment, human, elsewhere, secrets]
}
