import FoundationEssentials
import Shared

/// What a run is told by its environment.
struct RunOptions: Sendable {
    /// Stop after so many seconds of traffic; nil runs until Ctrl-C.
    var runFor: Int?
    /// Messages that people write in a second, all together; nil leaves it to the kind of run.
    var messagesPerSecond: Double?
    /// Nil leaves it to the kind of run.
    var conversations: Int?
    var seed: Int
    var isQuiet: Bool
    /// Where the sandbox records its HTTP exchanges; nil does not.
    var record: String?
    /// The sandbox's port; 0 takes a free one.
    var sandboxPort: Int
    /// `http://user:password@host:port`.
    var management: String
    var databaseURI: String
    var brokerURL: String
    /// Keeps runs on the same servers apart: it begins the virtual host's and ends the database's name.
    var name: String
    /// Where this run keeps its files.
    var folder: String
    /// Where the programs are.
    var binaries: String

    init(_ environment: [String: String], executable: String) throws {
        func number<N: LosslessStringConvertible>(_ key: String) throws -> N? {
            guard let text = environment[key], !text.isEmpty else { return nil }
            guard let value = N(text) else { throw RunFault("\(key) must be a number, not \(text.prefix(40))") }
            return value
        }
        func required(_ key: String) throws -> String {
            guard let value = environment[key], !value.isEmpty else {
                throw RunFault("\(key) is not set: start this with `make run`")
            }
            return value
        }
        let seconds: Int = try number("SWITCHBOARD_RUN_FOR") ?? 0
        runFor = seconds > 0 ? seconds : nil
        messagesPerSecond = try number("SWITCHBOARD_RUN_RATE")
        conversations = try number("SWITCHBOARD_RUN_CONVERSATIONS")
        seed = try number("SWITCHBOARD_RUN_SEED") ?? 1
        isQuiet = environment["SWITCHBOARD_RUN_QUIET"] == "1"
        record = environment["SWITCHBOARD_RUN_RECORD"].flatMap { $0.isEmpty ? nil : $0 }
        sandboxPort = try number("SWITCHBOARD_SANDBOX_PORT") ?? 8090
        management = try required("SWITCHBOARD_RABBITMQ_MANAGEMENT_URL")
        databaseURI = try required("MONGODB_URI")
        brokerURL = try required("RABBITMQ_URL")
        name = environment["SWITCHBOARD_RUN_NAME"] ?? "sandbox"
        folder = environment["SWITCHBOARD_RUN_FOLDER"] ?? ".local/run"
        binaries = executable.split(separator: "/", omittingEmptySubsequences: false).dropLast().joined(separator: "/")
    }
}
