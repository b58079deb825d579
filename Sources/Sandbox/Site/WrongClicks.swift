/// Clicks of a person's kind on what no reader of the page has business with, as the pages told them.
struct WrongClicks: Sendable {
    /// Targets that are kept, the first ones; `count` goes on.
    static let limit = 100
    /// Characters of a target that are kept.
    static let targetLimit = 80

    private(set) var count = 0
    private(set) var targets: [String] = []

    mutating func add(_ target: String) {
        count += 1
        if targets.count < Self.limit { targets.append(String(target.prefix(Self.targetLimit))) }
    }
}
