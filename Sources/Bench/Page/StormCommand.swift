import ArgumentParser
import Foundation

/// `bench storm`: nothing is lost, repeated or reordered while everything happens that can happen to a page.
struct StormCommand: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "storm",
        abstract: "Traffic while the site is rebuilt, pop-ups come, and pages and the browser die.",
        discussion: """
            The site's markup changes three times, a pop-up comes every ten seconds, two pages' processes and the browser \
            are killed. What the site has is then compared with what is stored. Ends with status 1 when they differ.
            """)

    @Option(help: "People who write.") var conversations = 200
    @Option(help: "Messages a second.") var rate = 10.0
    @Option(help: "Seconds of traffic.") var seconds = 300
    @Option(help: "The seed of the traffic and of the markup.") var seed = 1
    @Flag(help: "One line of JSON.") var json = false

    func run() async throws {
        var figures = StormFigures()
        try await PageRun.with(catchUp: 1000) { run in
            for number in 1...10 { try await run.say("hi", by: "Early \(number)") }
            for number in 1...10 { try await run.say("are you there?", by: "Early \(number)") }
            try await run.startScraper()
            try await run.storedMessages(20)
            try await run.control(
                "load",
                ["conversations": conversations, "messages_per_second": rate, "seconds": seconds, "seed": seed])
            try await storm(run)
            figures = try await settled(run)
        }
        try Figures.show(figures, asJSON: json)
        guard figures.isClean else { throw ExitCode(1) }
    }

    private func storm(_ run: PageRun) async throws {
        let began = ContinuousClock.now
        // In shares of the whole time.
        var plan: [(at: Double, what: String, act: @Sendable () async throws -> Void)] = [
            (0.20, "mutant", { try await run.control("skin", ["skin": "mutant", "seed": seed]) }),
            (0.35, "a page dies", { try run.kill(ofRenderer: true) }),
            (0.50, "mutant again", { try await run.control("skin", ["skin": "mutant", "seed": seed + 1]) }),
            (0.62, "the browser dies", { try run.kill(ofRenderer: false) }),
            (0.75, "as before", { try await run.control("skin", ["skin": "phoenix"]) }),
            (0.88, "a page dies", { try run.kill(ofRenderer: true) }),
        ]
        for moment in stride(from: 10, to: seconds, by: 10) {
            plan.append((Double(moment) / Double(seconds), "a pop-up", { try await run.control("popup", [:]) }))
        }
        for step in plan.sorted(by: { $0.at < $1.at }) {
            try await ContinuousClock().sleep(until: began + .seconds(step.at * Double(seconds)))
            Progress.say("\(Int(step.at * Double(seconds))) s: \(step.what)")
            try await step.act()
        }
        try await ContinuousClock().sleep(until: began + .seconds(seconds))
    }

    /// What is stored once it has caught up, or when it does not for two minutes.
    private func settled(_ run: PageRun) async throws -> StormFigures {
        let began = ContinuousClock.now
        var figures = StormFigures()
        var last = (count: 0, at: began)
        while true {
            let ledger = try await run.ledger()
            figures = StormFigures(site: ledger, stored: try await run.stored())
            figures.caughtUp = (ContinuousClock.now - began).seconds.rounded(to: 1)
            if figures.stored != last.count { last = (figures.stored, .now) }
            if figures.isClean || ContinuousClock.now - last.at > .seconds(120) { return figures }
            try await Task.sleep(for: .seconds(1))
        }
    }
}
