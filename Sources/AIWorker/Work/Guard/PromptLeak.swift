/// Holds a reply that gives away what the model was told.
struct PromptLeak: GuardRule {
    let name = "prompt-leak"
    let reason = "The reply repeats the AI's own instructions."

    /// So many words in a row are no coincidence.
    private static let run = 8

    private let canary: String?
    private let runs: Set<[String]>

    init(canary: String?, instructions: String) {
        self.canary = canary.map { GuardFolding.folded($0) }
        runs = Set(Self.runs(of: GuardText(instructions).words))
    }

    func holds(_ reply: GuardText, answering incoming: [GuardText]) -> Bool {
        if let canary, !canary.isEmpty, reply.folded.contains(canary) { return true }
        if Self.phrases.contains(where: { $0.occurs(in: reply.words) }) { return true }
        return Self.runs(of: reply.words).contains(where: runs.contains)
    }

    private static func runs(of words: [String]) -> [[String]] {
        guard words.count >= run else { return [] }
        return (0...(words.count - run)).map { Array(words[$0..<$0 + run]) }
    }

    private static let phrases = [
        "system prompt", "my ~1 instructions|prompt", "i was ~1 instructed|prompted|told to", "untrusted conversation",
        "as an ai|language model", "language model", "ignore ~2 previous|prior instructions",
    ].map { Phrase($0) }
}
