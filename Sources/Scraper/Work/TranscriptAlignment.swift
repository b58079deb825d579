/// Finds which bubbles of a page are new. Pure.
///
/// Bubbles carry no id on some sites, so two equal messages can only be told apart by their place. The end of what is
/// stored is looked for in what the page shows: the longest run of stored messages that ends with the last stored one
/// and stands in the page without a gap. What follows it is new.
struct TranscriptAlignment: Equatable, Sendable {
    /// A message as far as it identifies itself.
    struct Key: Hashable, Sendable {
        var id: String?
        var isOwn: Bool
        var text: String
        var at: Int64?

        /// Whether a stored and a shown message can be the same. Ids decide where both have one; a time that one of
        /// them lacks says nothing.
        func matches(_ other: Key) -> Bool {
            if let id, let otherID = other.id { return id == otherID }
            guard isOwn == other.isOwn, text == other.text else { return false }
            guard let at, let otherAt = other.at else { return true }
            return at == otherAt
        }
    }

    /// Index in the page of the first new bubble; the page's count when nothing is new.
    var firstNew: Int
    /// The stored end was not found whole: something was edited or deleted, or messages in between are missing.
    var hasGap: Bool

    /// - Parameters:
    ///   - stored: the latest stored messages, oldest first: more than the page shows, or all there are.
    ///   - shown: the bubbles of the page, oldest first.
    init(stored: [Key], shown: [Key]) {
        guard !stored.isEmpty, !shown.isEmpty else {
            (firstNew, hasGap) = (0, false)
            return
        }
        var partial: Int?
        for end in stride(from: shown.count, through: 1, by: -1) {
            let length = Self.overlap(stored, shown[..<end])
            // Everything on the page up to here is stored: no shorter run can be better.
            if length == end {
                (firstNew, hasGap) = (end, false)
                return
            }
            // Everything stored is on the page, which shows still older messages that were never stored.
            if length == stored.count, partial == nil { partial = end }
        }
        if let partial {
            (firstNew, hasGap) = (partial, false)
        } else {
            (firstNew, hasGap) = (Self.afterLastCommon(stored, shown), true)
        }
    }

    /// How many messages at the end of `stored` equal those at the end of `shown`, without a gap.
    private static func overlap(_ stored: [Key], _ shown: ArraySlice<Key>) -> Int {
        var length = 0
        for (left, right) in zip(stored.reversed(), shown.reversed()) {
            guard left.matches(right) else { break }
            length += 1
        }
        return length
    }

    /// The place after the last bubble of a longest common subsequence: what is left when messages were edited or
    /// deleted in between.
    private static func afterLastCommon(_ stored: [Key], _ shown: [Key]) -> Int {
        // lengths[i][j]: of the first i stored and the first j shown.
        var lengths = [[Int]](repeating: [Int](repeating: 0, count: shown.count + 1), count: stored.count + 1)
        for (i, left) in stored.enumerated() {
            for (j, right) in shown.enumerated() {
                lengths[i + 1][j + 1] =
                    left.matches(right) ? lengths[i][j] + 1 : max(lengths[i][j + 1], lengths[i + 1][j])
            }
        }
        var (i, j) = (stored.count, shown.count)
        while i > 0, j > 0 {
            if stored[i - 1].matches(shown[j - 1]), lengths[i][j] == lengths[i - 1][j - 1] + 1 { return j }
            if lengths[i - 1][j] >= lengths[i][j - 1] { i -= 1 } else { j -= 1 }
        }
        return 0
    }
}
