import Subprocess
import SystemPackage

/// Programs that tests run.
enum Tool {
    /// Runs a program to its end.
    ///
    /// - Throws: when it ends with another status than 0, with the end of what it wrote.
    static func run(_ path: String, _ arguments: [String], environment: [Environment.Key: String?] = [:]) async throws {
        let result = try await Subprocess.run(
            .path(FilePath(path)), arguments: Arguments(arguments), environment: .inherit.updating(environment),
            output: .string(limit: 1 << 20), error: .combinedWithOutput)
        guard result.terminationStatus.isSuccess else {
            throw OwnBroker.Failure(text: "\(path) failed: \(result.standardOutput.suffix(2000))")
        }
    }
}
