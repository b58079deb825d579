import ArgumentParser
import ServiceRuntime
import Shared

#if canImport(Glibc)
    import Glibc
#else
    import Musl
#endif

/// `ai-worker guard`: what the outgoing guard says of texts, without a server and without configuration.
struct GuardCommand: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "guard", abstract: "Says which texts the outgoing guard holds, and why.",
        discussion: """
            Reads one JSON object a line from standard input: {"text": "…"}, and where you like "incoming": what the \
            other person wrote before, as a text or a list of texts, oldest first. With --json it answers each with \
            a line {"verdict": "pass" or "hold", "rule": …, "reason": …}, and one that it cannot read with \
            {"error": …, "line": …}; without, in words.

            It ends with 0 when every line was read, whatever was held; with 1 when one could not be read; with 64 \
            for wrong arguments and with 78 for a rule file with faults.
            """)

    @Flag(help: "Answer in JSON.")
    var json = false

    @Option(help: "A rule file of your own, as SWITCHBOARD_AI_GUARD_FILE names one.")
    var rules: String?

    func run() async throws {
        let check: OutgoingGuard
        do {
            check = OutgoingGuard(try GuardRules.inUse(rules, name: "--rules"), instructions: Prompt.rules)
        } catch let reason as ExitReason {
            complain("\(reason)")
            throw ExitCode(reason.status)
        }
        var lines = BoundedLines(limit: GuardTrial.maximumLineLength)
        var trial = GuardTrial(check: check, asJSON: json)
        var buffer = [UInt8](repeating: 0, count: 16_384)
        while true {
            let count = read(STDIN_FILENO, &buffer, buffer.count)
            if count < 0, errno == EINTR { continue }
            guard count >= 0 else {
                complain("standard input cannot be read: \(String(cString: strerror(errno)))")
                throw ExitCode.failure
            }
            for line in count == 0 ? lines.finish() : lines.take(buffer[..<count]) {
                if let answer = trial.answer(line) { tell(answer) }
            }
            if count == 0 { break }
        }
        if trial.hasFaults { throw ExitCode.failure }
    }

    /// Each line at once: somebody may wait for it at the other end of a pipe.
    private func tell(_ line: String) {
        print(line)
        fflush(nil)
    }

    private func complain(_ words: String) {
        var bytes = Array("\(words)\n".utf8)
        while !bytes.isEmpty {
            let count = write(STDERR_FILENO, bytes, bytes.count)
            if count <= 0 { return }
            bytes.removeFirst(count)
        }
    }
}
