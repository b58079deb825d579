// Names in here are those of the wire.
// swift-format-ignore-file: AlwaysUseLowerCamelCase

import Foundation
import Subprocess
import SystemPackage

/// Where the run under test finds its servers and programs.
enum Environment {
    struct Summary: Decodable {
        struct Memory: Decodable { var anonymous_mb: Double }
        var received: Int
        var delivered: Int
        var discord_messages: Int
        var sheet_rows: Int
        var lost: Int
        var duplicated: Int
        var out_of_order: Int
        var memory: [String: Memory]
    }

    struct Run {
        var status: String
        var output: String
        var summary: Summary?
    }

    private static let own = ProcessInfo.processInfo.environment

    static var isThere: Bool {
        own["SWITCHBOARD_TEST_RABBITMQ_URL"] != nil && own["SWITCHBOARD_TEST_RABBITMQ_MANAGEMENT_URL"] != nil
            && own["SWITCHBOARD_TEST_MONGODB_URI"] != nil
    }

    /// The checkout.
    static let root = URL(filePath: #filePath).deletingLastPathComponent().deletingLastPathComponent()
        .deletingLastPathComponent()

    /// Where the programs were built, beside the tests.
    static var programs: URL {
        URL(filePath: CommandLine.arguments[0]).resolvingSymlinksInPath().deletingLastPathComponent()
    }

    /// As it ends the database's name.
    static let runName = "end_to_end"

    static func scratchFolder() throws -> URL {
        let folder = FileManager.default.temporaryDirectory.appending(
            path: "switchboard-\(UUID().uuidString.prefix(8))")
        try FileManager.default.createDirectory(at: folder, withIntermediateDirectories: true)
        return folder
    }

    static func run(folder: URL, _ variables: [String: String]) async throws -> Run {
        let result = try await Subprocess.run(
            program, environment: environment(folder, variables), workingDirectory: FilePath(root.path),
            output: .string(limit: 4 << 20), error: .combinedWithOutput)
        let output = result.standardOutput
        let last = output.split(separator: "\n").last.map { Data($0.utf8) } ?? Data()
        return Run(
            status: "\(result.terminationStatus)", output: output,
            summary: try? JSONDecoder().decode(Summary.self, from: last))
    }

    /// Starts a run, and does something to its sandbox once that is there.
    static func run(
        folder: URL, _ variables: [String: String], _ body: @escaping @Sendable (SandboxClient) async throws -> Void
    ) async throws -> Run {
        let result = try await Subprocess.run(
            program, environment: environment(folder, variables), workingDirectory: FilePath(root.path), input: .none,
            output: .sequence, error: .discarded
        ) { execution in
            try await withThrowingTaskGroup(of: Void.self) { group in
                var lines: [String] = []
                var isThere = false
                for try await line in execution.standardOutput.strings() {
                    lines.append(line)
                    guard !isThere, let address = line.firstMatch(of: /http:\/\/127\.0\.0\.1:\d+(?=\/site\/)/) else {
                        continue
                    }
                    isThere = true
                    let base = String(address.output)
                    group.addTask { try await body(SandboxClient(base: base)) }
                }
                try await group.waitForAll()
                return lines
            }
        }
        let lines = result.closureResult
        return Run(
            status: "\(result.terminationStatus)", output: lines.joined(separator: "\n"),
            summary: try? JSONDecoder().decode(Summary.self, from: Data((lines.last ?? "").utf8)))
    }

    /// Waits until there is something; nil when there is nothing within the limit.
    static func eventually<R: Sendable>(
        within limit: Duration, _ look: () async throws -> R?
    ) async throws -> R? {
        let end = ContinuousClock.now + limit
        while ContinuousClock.now < end {
            if let found = try await look() { return found }
            try await Task.sleep(for: .milliseconds(100))
        }
        return try await look()
    }

    /// Starts a run without an end and sends it a signal as soon as a line holds `text`.
    static func run(folder: URL, until text: String, then signal: Signal) async throws -> (status: String, text: Bool) {
        let result = try await Subprocess.run(
            program, environment: environment(folder, [:]), workingDirectory: FilePath(root.path), input: .none,
            output: .sequence, error: .discarded
        ) { execution in
            var hasText = false
            for try await line in execution.standardOutput.strings() where !hasText && line.contains(text) {
                hasText = true
                try execution.send(signal: signal)
            }
            return hasText
        }
        return ("\(result.terminationStatus)", result.closureResult)
    }

    private static var program: Executable { .path(FilePath(programs.appending(path: "switchboard-local").path)) }

    private static func environment(_ folder: URL, _ variables: [String: String]) -> Subprocess.Environment {
        var environment: [Subprocess.Environment.Key: String?] = [
            "RABBITMQ_URL": own["SWITCHBOARD_TEST_RABBITMQ_URL"],
            "SWITCHBOARD_RABBITMQ_MANAGEMENT_URL": own["SWITCHBOARD_TEST_RABBITMQ_MANAGEMENT_URL"],
            "MONGODB_URI": own["SWITCHBOARD_TEST_MONGODB_URI"], "SWITCHBOARD_RUN_FOLDER": folder.path + "/run",
            // A run in the same checkout has its own queues and data.
            "SWITCHBOARD_RUN_NAME": runName.replacing("_", with: "-"),
            "SWITCHBOARD_SANDBOX_PORT": "0", "SWITCHBOARD_ENV_FILE": folder.path + "/none.env",
        ]
        for (key, value) in variables { environment[.init(stringLiteral: key)] = value }
        return .inherit.updating(environment)
    }

    /// Command lines of processes that came of a run in the folder, browsers among them.
    static func leftovers(of folder: URL) -> [String] {
        let mark = Data("SWITCHBOARD_RUN_FOLDER=\(folder.path)/run\0".utf8)
        let processes = (try? FileManager.default.contentsOfDirectory(atPath: "/proc")) ?? []
        return processes.compactMap { process in
            guard Int(process) != nil,
                // To its end: Foundation takes the first page of such a file for all of it.
                let environment = try? FileHandle(forReadingFrom: URL(filePath: "/proc/\(process)/environ"))
                    .readToEnd(),
                environment.range(of: mark) != nil
            else { return nil }
            let line = (try? Data(contentsOf: URL(filePath: "/proc/\(process)/cmdline"))) ?? Data()
            return String(decoding: line.prefix(200), as: UTF8.self)
        }
    }
}
