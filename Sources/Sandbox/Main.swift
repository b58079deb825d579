import ArgumentParser
import Foundation
import UnixSignals

/// `sandbox`: the outside world to run and test against.
@main
struct SandboxCommand: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "sandbox",
        abstract: "Stands in for the chat site, Discord, Google and the AI service, in one process on one port.",
        discussion: "State lives in memory only; a seed names a run. The index of all pages is at /.")

    @Option(help: "The IP address to listen on.")
    var host = "127.0.0.1"

    @Option(help: "The port to listen on; 0 takes a free one and prints it.")
    var port: UInt16 = 8090

    @Option(help: "The source of all chance.")
    var seed: UInt64 = 1

    @Option(help: "How the chat site looks: phoenix, classic, classic-2, react, desk, or mutant:SEED.")
    var skin = SkinChoice(skin: .phoenix)

    @Option(help: "The password of the chat site's account; any user name is accepted with it.")
    var sitePassword = "sandbox"

    @Option(help: "Write every request and answer of Discord, Google and AI to DIR/http.jsonl.")
    var record: String?

    func run() async throws {
        let world = try World(
            World.Options(
                host: host, port: port, seed: seed, skin: skin, sitePassword: sitePassword, recordDirectory: record))
        try await withThrowingTaskGroup(of: Void.self) { group in
            group.addTask { try await world.run() }
            group.addTask { try await announce(world) }
            group.addTask {
                for await _ in await UnixSignalsSequence(trapping: .sigterm, .sigint) { throw CancellationError() }
            }
            if ProcessInfo.processInfo.environment["SWITCHBOARD_STOP_WITH_STDIN"] == "1" {
                group.addTask {
                    for await _ in standardInputUntilItsEnd() {}
                    throw CancellationError()
                }
            }
            do {
                // Not waitForAll: it throws only after the last task has ended.
                for try await _ in group {}
            } catch is CancellationError {
                group.cancelAll()
            }
        }
    }

    /// Ends with standard input: whoever started us and was killed leaves no orphan behind. What comes in is dropped.
    private func standardInputUntilItsEnd() -> AsyncStream<Void> {
        AsyncStream { stream in
            FileHandle.standardInput.readabilityHandler = { input in
                if input.availableData.isEmpty { stream.finish() }
            }
            stream.onTermination = { _ in FileHandle.standardInput.readabilityHandler = nil }
        }
    }

    /// One line for people and scripts: `http://127.0.0.1:8090/`.
    private func announce(_ world: World) async throws {
        print("http://\(host.contains(":") ? "[\(host)]" : host):\(try await world.port())/")
        // Through a pipe the line would otherwise stay in the buffer for ever.
        fflush(nil)
    }
}

extension SkinChoice: ExpressibleByArgument {
    init?(argument: String) {
        self.init(argument)
    }
}
