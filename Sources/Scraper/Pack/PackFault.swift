/// What is wrong with a selector pack, in words for the person who writes it.
struct PackFault: Sendable, Equatable, CustomStringConvertible {
    /// Counted from 1; nil for what is missing altogether.
    var line: Int?
    var problem: String

    var description: String { line.map { "line \($0): \(problem)" } ?? problem }
}

/// All faults of a pack at once, in the order of its lines.
struct PackFaults: Error, Sendable, Equatable, CustomStringConvertible {
    let source: String
    let faults: [PackFault]

    init(_ source: String, _ faults: [PackFault]) {
        self.source = source
        self.faults = faults.sorted { ($0.line ?? .max) < ($1.line ?? .max) }
    }

    var description: String {
        "the selector pack \(source) cannot be used: " + faults.map(\.description).joined(separator: "; ")
    }
}
