/// Holds a reply with the address of a web page, or something that software makes one of.
struct Link: GuardRule {
    let name = "link"
    let reason = "The reply holds a link."
    let readsBackwards = true

    private let endings: Set<String>
    private let points: Set<String>

    init(_ rules: GuardRules) {
        endings = rules.list(.linkEndings)
        points = rules.list(.pointWords)
    }

    func holds(_ reply: GuardText, answering incoming: [GuardText]) -> Bool {
        let text = Self.withPoints(reply.folded)
        return text.split(whereSeparator: \.isWhitespace).contains { isLink($0) }
            || reply.readings.contains { spellsLink($0) }
    }

    /// With what people write for a point, or around one, as a point.
    private static func withPoints(_ folded: String) -> String {
        var text = folded
        for written in ["(.)", "[.]", "{.}", "(dot)", "[dot]", "{dot}", "(punkt)", "[punkt]", " . ", "。", "．"] {
            text.replace(written, with: ".")
        }
        return text
    }

    private func isLink(_ word: Substring) -> Bool {
        if word.contains("://") || word.contains(":\\\\") || word.contains("www.") || word.contains("xn--") {
            return true
        }
        let host = word.drop { !$0.isLetter && !$0.isNumber }.prefix { $0 != "/" && $0 != "?" && $0 != ":" }
        let hasPath = word.contains("/") && host.count < word.count
        let labels = host.split(separator: ".", omittingEmptySubsequences: false).map { label in
            label.prefix { $0.isLetter || $0.isNumber || $0 == "-" }
        }
        // The point behind a sentence is none of an address.
        guard labels.dropFirst().contains(where: { !$0.isEmpty }), let ending = labels.last(where: { !$0.isEmpty }),
            labels.first?.isEmpty == false
        else {
            return false
        }
        // A path behind any two-letter ending is enough: t.me/…, wa.me/….
        if hasPath, (2...10).contains(ending.count), ending.allSatisfy(\.isLetter) { return true }
        if labels.count == 4, labels.allSatisfy({ (1...3).contains($0.count) && $0.allSatisfy(\.isNumber) }) {
            return true
        }
        return endings.contains(String(ending)) && labels[0].count > 1
    }

    /// `example dot com`: a word, the word for a point, an ending.
    private func spellsLink(_ words: [String]) -> Bool {
        words.indices.dropFirst().contains { index in
            points.contains(words[index]) && index + 1 < words.count && endings.contains(words[index + 1])
        }
    }
}
