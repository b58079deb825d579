/// The sandbox's own failure, not one that a peer shows. `message` says what to do and is safe to print.
struct SandboxError: Error, CustomStringConvertible, Sendable {
    enum Code: String, Sendable {
        case addressInUse
        case invalidArgument
        case recordFailed
    }

    let code: Code
    let message: String

    /// None can be mended by trying again with the same input.
    var isRetriable: Bool { false }

    var description: String { message }
}
