/// Ends the process with a status and one sentence that says what to do. For faults that no retry can mend.
public struct ExitReason: Error, Sendable, CustomStringConvertible {
    /// sysexits.h: the configuration is wrong.
    public static let configurationStatus: Int32 = 78

    public let status: Int32
    public let description: String

    public init(status: Int32 = 1, _ description: String) {
        self.status = status
        self.description = description
    }
}
