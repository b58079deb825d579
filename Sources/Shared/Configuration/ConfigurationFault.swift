/// One thing that is wrong with the configuration.
public struct ConfigurationFault: Error, Equatable, CustomStringConvertible {
    /// The variable, or the place in a `.env` file.
    public let subject: String
    /// What is wrong; goes on from the subject and never holds a secret.
    public let problem: String
    /// A line that would be right.
    public let example: String?

    public init(_ subject: String, _ problem: String, example: String? = nil) {
        self.subject = subject
        self.problem = problem
        self.example = example
    }

    public var description: String { "\(subject) \(problem)" + (example.map { "\n    for example: \($0)" } ?? "") }
}

/// Everything that is wrong with the configuration of one service, told at once.
public struct ConfigurationFaults: Error, Equatable, CustomStringConvertible {
    /// EX_CONFIG of sysexits.h: a supervisor need not start the service again before the configuration has changed.
    public static let exitCode: Int32 = 78

    public let service: ServiceName
    /// In the order of the declarations; never empty.
    public let faults: [ConfigurationFault]

    public var description: String {
        let count = faults.count == 1 ? "1 fault" : "\(faults.count) faults"
        return "the configuration of \(service.rawValue) has \(count):\n"
            + faults.map { "  \($0)" }.joined(separator: "\n")
    }
}
