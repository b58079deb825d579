/// Remembers the latest keys, up to a limit, so that something replayed is told from something new.
struct RecentKeys: Sendable {
    private let limit: Int
    private var known: Set<String> = []
    private var order: [String] = []
    private var oldest = 0

    init(limit: Int) { self.limit = limit }

    func contains(_ key: String) -> Bool { known.contains(key) }

    /// - Returns: whether the key is new.
    mutating func insert(_ key: String) -> Bool {
        guard known.insert(key).inserted else { return false }
        if order.count < limit {
            order.append(key)
        } else {
            known.remove(order[oldest])
            order[oldest] = key
            oldest = (oldest + 1) % limit
        }
        return true
    }
}
