/// Holds a reply that gives away what the model was told.
struct PromptLeak: GuardRule {
    let name = "prompt-leak"
    let reason = "The reply repeats the AI's own instructions."

    /// So many words in a row are no coincidence.
    private static let run = 8

    /// So many letters of the canary are no coincidence either.
    private static let piece = 7

    /// The canary's pieces.
    private let pieces: [String]
    private let runs: Set<[String]>

    init(canary: String?, instructions: String) {
        let letters = Array(canary.map { Self.single(GuardText($0).letters) } ?? "")
        let length = min(Self.piece, letters.count)
        pieces = length == 0 ? [] : (0...letters.count - length).map { String(letters[$0..<$0 + length]) }
        runs = Set(Self.runs(of: GuardText(instructions).words))
    }

    func holds(_ reply: GuardText, answering incoming: [GuardText]) -> Bool {
        let letters = Self.single(reply.letters)
        let backwards = String(letters.reversed())
        return pieces.contains { letters.contains($0) || backwards.contains($0) }
            || Self.runs(of: reply.words).contains(where: runs.contains)
    }

    /// One of each row of equal letters, for the canary may be drawn out.
    private static func single(_ letters: String) -> String {
        letters.reduce(into: "") { result, letter in if result.last != letter { result.append(letter) } }
    }

    private static func runs(of words: [String]) -> [[String]] {
        guard words.count >= run else { return [] }
        return (0...(words.count - run)).map { Array(words[$0..<$0 + run]) }
    }
}
