/// What is wrong with a file that a person writes, in words for them.
public struct FileFault: Sendable, Equatable, CustomStringConvertible {
    /// Counted from 1; nil for what is missing altogether.
    public var line: Int?
    public var problem: String

    public init(line: Int? = nil, problem: String) {
        self.line = line
        self.problem = problem
    }

    public var description: String { line.map { "line \($0): \(problem)" } ?? problem }
}

/// All faults of a file at once, in the order of its lines.
public struct FileFaults: Error, Sendable, Equatable, CustomStringConvertible {
    /// What the file is, with its path: `the selector pack my.yaml`.
    public let file: String
    public let faults: [FileFault]

    public init(in file: String, _ faults: [FileFault]) {
        self.file = file
        self.faults = faults.sorted { ($0.line ?? .max) < ($1.line ?? .max) }
    }

    public var description: String { "\(file) cannot be used: " + faults.map(\.description).joined(separator: "; ") }
}
