/// Bounds how much trying again adds to what is asked of Discord anyway: when everything fails, a tenth more, not three
/// times more. Pure.
struct RetryBudget: Sendable {
    /// Retries that there are at first, and at most.
    static let maximum = 20
    /// So many requests that succeed earn one.
    static let price = 10

    /// In requests that succeeded.
    private var earned = maximum * price

    mutating func succeeded() { earned = min(Self.maximum * Self.price, earned + 1) }

    /// - Returns: whether a call may be tried again now; counts it.
    mutating func spend() -> Bool {
        guard earned >= Self.price else { return false }
        earned -= Self.price
        return true
    }
}
