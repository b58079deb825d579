/// Percentiles by the nearest-rank method.
enum Percentile {
    /// Nil for no values.
    static func of(_ values: [Int64], _ percent: Int) -> Int64? {
        guard !values.isEmpty else { return nil }
        let sorted = values.sorted()
        let rank = (percent * sorted.count + 99) / 100
        return sorted[max(0, min(sorted.count, rank) - 1)]
    }
}
