/// Finds which stored message each bubble of a page is. Pure.
///
/// Bubbles carry no id on some sites, so two equal messages can only be told apart by their place. The end of what is
/// stored is looked for in what the page shows: the longest run of stored messages that ends with the last stored one
/// and stands in the page without a gap. Where there is none, because something was edited, deleted or missed, as many
/// as possible are brought together in their order.
struct TranscriptAlignment: Equatable, Sendable {
    struct Pair: Equatable, Sendable {
        var stored: Int
        var shown: Int
    }

    /// Ascending in both.
    var pairs: [Pair]

    /// Index in the page of the first bubble after the last one that is stored; the page's count when there is none.
    var firstNew: Int { (pairs.last?.shown ?? -1) + 1 }

    /// - Parameters:
    ///   - stored: the latest stored messages, oldest first: more than the page shows, or all there are.
    ///   - shown: the bubbles of the page, oldest first.
    ///   - areWhole: both begin with the conversation's first message, so nothing can be shifted.
    init(stored: [MessageKey], shown: [MessageKey], areWhole: Bool = false) {
        if areWhole, stored.count <= shown.count, zip(stored, shown).allSatisfy({ $0.matches($1) }) {
            pairs = Self.pairs(ending: stored.count, stored.count, count: stored.count)
        } else if !areWhole, let run = Self.run(stored, shown), !Self.isShifted(run, stored, shown) {
            pairs = run
        } else {
            pairs = Self.common(stored, shown)
        }
    }

    /// When the last stored message is not on the page, because it was deleted or the page lags behind, a run can only be
    /// a chance: that the page happens to begin with the same words. Then the page's beginning stands in what is stored for
    /// longer than the run, further up.
    private static func isShifted(_ run: [Pair], _ stored: [MessageKey], _ shown: [MessageKey]) -> Bool {
        let proof = max(run.count + 1, leastProof)
        guard shown.count >= proof, stored.count > proof else { return false }
        return stored.indices.dropLast(proof).contains { start in
            zip(stored[start...], shown.prefix(proof)).allSatisfy { $0.matches($1) }
        }
    }

    /// So many messages in a row are the same only by being the same.
    private static let leastProof = 5

    private static func run(_ stored: [MessageKey], _ shown: [MessageKey]) -> [Pair]? {
        guard !stored.isEmpty, !shown.isEmpty else { return [] }
        var whole: Int?
        for end in stride(from: shown.count, through: 1, by: -1) {
            // A page may begin with the words that were stored last: where much more is found, that says nothing.
            if whole != nil, stored.count >= leastProof, stored.count > end { break }
            let length = overlap(stored, shown[..<end])
            // Everything on the page up to here is stored: no shorter run can be better.
            if length == end { return pairs(ending: stored.count, end, count: length) }
            // Everything stored is on the page, which shows still older messages that were never stored.
            if length == stored.count, whole == nil { whole = end }
        }
        return whole.map { pairs(ending: stored.count, $0, count: stored.count) }
    }

    private static func pairs(ending stored: Int, _ shown: Int, count: Int) -> [Pair] {
        (0..<count).map { Pair(stored: stored - count + $0, shown: shown - count + $0) }
    }

    /// How many messages at the end of `stored` equal those at the end of `shown`, without a gap.
    private static func overlap(_ stored: [MessageKey], _ shown: ArraySlice<MessageKey>) -> Int {
        zip(stored.reversed(), shown.reversed()).prefix { $0.matches($1) }.count
    }

    /// A longest common subsequence, the latest of several.
    private static func common(_ stored: [MessageKey], _ shown: [MessageKey]) -> [Pair] {
        // lengths[i * width + j]: of the first i stored and the first j shown.
        let width = shown.count + 1
        var lengths = [Int32](repeating: 0, count: (stored.count + 1) * width)
        for (i, left) in stored.enumerated() {
            for (j, right) in shown.enumerated() {
                lengths[(i + 1) * width + j + 1] =
                    left.matches(right)
                    ? lengths[i * width + j] + 1 : max(lengths[i * width + j + 1], lengths[(i + 1) * width + j])
            }
        }
        var pairs: [Pair] = []
        var (i, j) = (stored.count, shown.count)
        while i > 0, j > 0 {
            if stored[i - 1].matches(shown[j - 1]), lengths[i * width + j] == lengths[(i - 1) * width + j - 1] + 1 {
                (i, j) = (i - 1, j - 1)
                pairs.append(Pair(stored: i, shown: j))
            } else if lengths[(i - 1) * width + j] >= lengths[i * width + j - 1] {
                i -= 1
            } else {
                j -= 1
            }
        }
        return pairs.reversed()
    }
}
