import Foundation
import Subprocess
import Testing

extension LocalTests {
    /// `deploy/local/run`, which is `make run`: real servers, and a stand-in for what it runs.
    struct RunTests {
        /// Drains when it is asked to.
        static let program = """
            trap 'touch drained; echo drained; echo "{\\"lost\\":0}"; exit 7' TERM
            echo "running on $RABBITMQ_URL and $MONGODB_URI"
            while :; do sleep 1 & wait $!; done
            """

        @Test func `A run that is interrupted drains its program and leaves no process behind`() async throws {
            // With a helper that does not listen, in a process group of its own.
            let helper = "set -m; (trap '' TERM; while :; do sleep 1; done) & set +m"
            let checkout = try ScratchCheckout(program: "\(helper)\n\(Self.program)")
            defer { checkout.remove() }
            let end = try await run(checkout, signal: .interrupt)
            #expect(end.status == .exited(7))
            #expect(end.lines.first?.hasPrefix("running on amqp://") == true, "\(end.lines)")
            #expect(end.lines.suffix(2) == ["drained", "{\"lost\":0}"])
            #expect(checkout.processes.isEmpty)
        }

        @Test func `A run that is killed leaves no process behind either`() async throws {
            let checkout = try ScratchCheckout(program: Self.program)
            defer { checkout.remove() }
            let end = try await run(checkout, signal: .kill)
            #expect(end.status == .signaled(9))
            try await eventually(within: .seconds(30), "no process is left") { checkout.processes.isEmpty }
            #expect(FileManager.default.fileExists(atPath: checkout.folder.appending(path: "drained").path()))
        }

        @Test func `A second run in the same checkout is refused while the first one lives`() async throws {
            let checkout = try ScratchCheckout(program: Self.program)
            defer { checkout.remove() }
            let end = try await run(checkout, signal: .terminate) {
                let second = try await checkout.run("run")
                #expect(!second.succeeded)
                #expect(second.output.contains("is running in this checkout already"), "\(second.output)")
            }
            #expect(end.status == .exited(7))
            #expect(checkout.processes.isEmpty)
        }

        /// Starts a run, waits for its program's first line, does what is asked, sends the signal and waits for the end.
        private func run(
            _ checkout: ScratchCheckout, signal: Signal, meanwhile: () async throws -> Void = {}
        ) async throws -> (status: TerminationStatus, lines: [String]) {
            let result = try await Subprocess.run(
                checkout.script("run"), environment: checkout.environment, input: .none, output: .sequence,
                error: .discarded
            ) { execution in
                var lines: [String] = []
                for try await line in execution.standardOutput.strings() {
                    lines.append(line.trimmingCharacters(in: .newlines))
                    guard lines.count == 1 else { continue }
                    try await meanwhile()
                    try execution.send(signal: signal)
                }
                return lines
            }
            return (result.terminationStatus, result.closureResult)
        }
    }
}
