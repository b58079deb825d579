import FoundationEssentials

/// Waits until everything of a run has arrived, and judges what is there then.
struct ChaosDrain: Sendable {
    /// In a row, so that nothing that is between two places is missed.
    static let quietLooks = 2

    let web: WebClient
    let base: String
    let records: Records
    let desk: BrokerDesk
    let deadLettersExpected: Int

    /// - Parameter lost: a program that cannot be kept running.
    func wait(atMost limit: Duration, lost: () async -> String?) async throws -> Verdict {
        var quiet = 0
        let isDrained = try await Deadline.wait(limit, every: .milliseconds(250)) {
            if let lost = await lost() { throw RunFault("\(lost) does not stay up") }
            guard let backlog = try? await records.backlog(), backlog.isEmpty,
                let verdict = try? await verdict(), verdict.isClean
            else {
                quiet = 0
                try Task.checkCancellation()
                return false
            }
            quiet += 1
            return quiet >= Self.quietLooks
        }
        _ = isDrained
        return try await verdict()
    }

    private func verdict() async throws -> Verdict {
        let replies = try await records.replies()
        let tally = Tally(ledger: try await ledger(), replies: replies, tab: "Messages")
        return Verdict(
            tally, replies: replies, backlog: try await records.backlog(),
            unhandled: try await records.settlements().open.count, depth: try await desk.depth(),
            deadLettersExpected: deadLettersExpected)
    }

    private func ledger() async throws -> Ledger { try await web.get(Ledger.self, "\(base)/control/ledger") }

    /// Everything that a person wants to look at afterwards.
    func keepEvidence(in folder: String) async throws {
        let tally = Tally(ledger: try await ledger(), replies: try await records.replies(), tab: "Messages")
        let open = try await records.settlements().open.map { "unhandled \($0)" }
        let lines = tally.findings.places + open + ["\(try await records.backlog())"]
        try write(Array((lines.joined(separator: "\n") + "\n").utf8), "findings.txt", in: folder)
        try write(try await web.get("\(base)/control/ledger"), "ledger.json", in: folder)
        try write(try await records.events(), "events.jsonl", in: folder)
    }

    private func write(_ bytes: [UInt8], _ name: String, in folder: String) throws {
        try Data(bytes).write(to: URL(filePath: "\(folder)/\(name)"))
    }
}
