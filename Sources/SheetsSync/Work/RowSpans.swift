/// Row numbers put together to a few ranges to read. Pure.
enum RowSpans {
    /// More would make the URL of a `values:batchGet` long.
    static let maximum = 40

    /// Ranges that cover all the rows, ascending and apart; at most ``maximum``. Small gaps are read along: a few cells
    /// too many cost less than a range.
    static func covering(_ rows: some Collection<Int>) -> [ClosedRange<Int>] {
        let sorted = Set(rows).sorted()
        guard let first = sorted.first, let last = sorted.last else { return [] }
        // The widest gaps are those worth leaving out.
        let gaps = zip(sorted, sorted.dropFirst()).filter { $1 - $0 > 64 }
            .sorted { $0.1 - $0.0 > $1.1 - $1.0 }.prefix(maximum - 1).sorted { $0.0 < $1.0 }
        let starts = [first] + gaps.map(\.1)
        let ends = gaps.map(\.0) + [last]
        return zip(starts, ends).map { $0...$1 }
    }
}
