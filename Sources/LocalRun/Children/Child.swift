import Subprocess
import SystemPackage

/// One running program: its output line by line, its end, and nothing left of it afterwards.
///
/// It gets a process group of its own, so that Ctrl-C at the terminal reaches only us, and a standard input that ends
/// when we die, however that happens: services stop with it (`SWITCHBOARD_STOP_WITH_STDIN`).
struct Child: Sendable {
    /// After SIGTERM a program has this long; a service drains within eight seconds.
    static let patience = Duration.seconds(10)
    /// A longer line is cut into pieces.
    static let maximumLineLength = 128 * 1024

    let program: ChildProgram

    /// Runs the program until it ends by itself, or until the task is cancelled.
    ///
    /// - Returns: how it ended, in words.
    func run(
        started: @escaping @Sendable (Int32) -> Void, line: @escaping @Sendable (String) -> Void
    ) async throws -> String {
        var options = PlatformOptions()
        options.processGroupID = 0
        options.teardownSequence = [.gracefulShutDown(allowedDurationToNextStep: Self.patience)]
        var environment: [Environment.Key: String?] = ["SWITCHBOARD_STOP_WITH_STDIN": "1"]
        for (key, value) in program.environment { environment[Environment.Key(stringLiteral: key)] = value }
        let result = try await Subprocess.run(
            .path(FilePath(program.path)), arguments: Arguments(program.arguments),
            environment: .inherit.updating(environment), platformOptions: options, input: .inputWriter,
            output: .sequence, error: .combinedWithOutput
        ) { execution in
            started(execution.processIdentifier.value)
            for try await text in execution.standardOutput.strings(
                bufferingPolicy: .maxLineLength(Self.maximumLineLength))
            {
                line(text.last?.isNewline == true ? String(text.dropLast()) : text)
            }
        }
        return "\(result.terminationStatus)"
    }
}
