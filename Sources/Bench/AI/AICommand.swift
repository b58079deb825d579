import ArgumentParser

/// `bench ai`: the memory of one ai-worker whose model is slow.
struct AICommand: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "ai",
        abstract: "Memory of one ai-worker with many requests under way to a slow model.",
        discussion: """
            Runs the program `ai-worker` that lies beside this one. Each request belongs to a conversation of its own \
            with a history of twenty messages. The model holds all of them, then answers. It fails when the memory is \
            over the limit, or a draft is missing.
            """)

    @Option(help: "Requests under way at the same time.") var requests = 200
    @Option(help: "Seconds that the model holds them.") var seconds = 20
    @Option(help: "Megabytes of anonymous memory that must be enough.") var limit = 60.0
    @Flag(help: "One line of JSON.") var json = false

    func run() async throws {
        let figures = try await AIRun.measure(requests: requests, seconds: seconds)
        try Figures.show(figures, asJSON: json)
        guard figures.inFlight == requests, figures.drafts == requests else {
            throw BenchFailure("\(figures.inFlight) requests were under way and \(figures.drafts) drafts were made")
        }
        guard figures.anonymous < limit else {
            throw BenchFailure("\(figures.anonymous) MB of anonymous memory; the limit is \(limit)")
        }
    }
}
