/// The deliveries of one consumer that the broker has had no verdict on, so that acknowledgements which come together go
/// out as one: the broker takes one of all up to a number, which is right when nothing below it is open.
///
/// It holds no more than the consumer's prefetch count, and what came after the consumer took no more.
struct OpenDeliveries {
    /// Ascending, as the broker numbers them.
    private var tags: [UInt64] = []

    mutating func delivered(_ tag: UInt64) { tags.append(tag) }

    /// A delivery has a verdict of its own, or all up to it have.
    mutating func settled(_ tag: UInt64, multiple: Bool) {
        tags.removeAll { multiple ? $0 <= tag : $0 == tag }
    }

    /// Takes single acknowledgements that came together, and returns what to tell the broker.
    ///
    /// - Returns: the largest of them with nothing open below it, which stands for all up to it; and, ascending, those
    ///   behind a gap, each of which stands for itself.
    mutating func acknowledge(_ acknowledged: [UInt64]) -> (upTo: UInt64?, single: ArraySlice<UInt64>) {
        let sorted = acknowledged.sorted()
        var next = 0
        tags.removeAll { tag in
            while next < sorted.count, sorted[next] < tag { next += 1 }
            return next < sorted.count && sorted[next] == tag
        }
        guard let oldest = tags.first else { return (sorted.last, []) }
        let gap = sorted.firstIndex { $0 > oldest } ?? sorted.count
        return (gap > 0 ? sorted[gap - 1] : nil, sorted[gap...])
    }
}
