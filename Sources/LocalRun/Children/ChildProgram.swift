/// A program that belongs to the run.
struct ChildProgram: Sendable, Equatable {
    var name: String
    var path: String
    var arguments: [String] = []
    /// Beyond this process's own environment.
    var environment: [String: String] = [:]
    /// `http://host:port` of its admin endpoint; nil for the sandbox.
    var admin: String?
}
