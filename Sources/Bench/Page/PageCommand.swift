import ArgumentParser
import Foundation
import Messaging
import MessagingAMQP
import Shared

/// `bench page`: how long a message takes from the page to a consumer, and what watching costs.
struct PageCommand: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "page",
        abstract: "From a message on the page to its event, with a real browser and the sandbox's site.",
        discussion: """
            Runs the programs `sandbox` and `scraper` that lie beside this one. The time of a message begins before the \
            site is asked to write it and ends when a consumer has its event, so it holds more than the scraper's part. \
            A conversation is open when one of the scraper's tabs shows it.
            """)

    @Option(help: "Conversations that are watched.") var conversations = 200
    @Option(help: "Messages a second.") var rate = 5.0
    @Option(help: "Seconds of each measurement.") var seconds = 30
    @Option(help: "Conversations of the long list.") var list = 1000
    @Option(help: "Messages of the long conversation.") var long = 10_000
    @Flag(help: "One line of JSON.") var json = false

    func run() async throws {
        var figures = PageFigures()
        try await PageRun.with(catchUp: 50) { run in
            let names = (1...conversations).map { "Person \($0)" }
            try await run.write(names)
            let began = ContinuousClock.now
            try await run.startScraper()
            try await run.arrival(of: names.count)
            figures.firstRead = (ContinuousClock.now - began).seconds.rounded(to: 1)
            let shown = Array(names.prefix(PageRun.tabs))
            // The tabs show these from here on.
            for name in shown { try await run.say("hello", by: name) }
            try await run.arrival(of: names.count + shown.count)
            try await Task.sleep(for: .seconds(5))
            figures.idle = try await run.watching { try await Task.sleep(for: .seconds(20)) }
            figures.open = try await run.latency(rate, seconds, among: shown)
            figures.closed = try await run.latency(rate, seconds, among: Array(names.dropFirst(shown.count)))
            figures.memory = try run.scraperMemory()
        }
        try await PageRun.with(catchUp: 50) { run in
            let names = (1...list).map { "Person \($0)" }
            try await run.write(names)
            let began = ContinuousClock.now
            try await run.startScraper()
            try await run.arrival(of: names.count)
            figures.longList = .init(
                count: list, seconds: (ContinuousClock.now - began).seconds.rounded(to: 1),
                memory: try run.scraperMemory())
        }
        try await PageRun.with(catchUp: long) { run in
            for _ in 0..<(long / 5000) { try await run.writeHistory(5000, by: "Person 1") }
            let began = ContinuousClock.now
            try await run.startScraper()
            try await run.storedMessages(long / 5000 * 5000)
            figures.longConversation = .init(
                count: long, seconds: (ContinuousClock.now - began).seconds.rounded(to: 1),
                memory: try run.scraperMemory())
        }
        try Figures.show(figures, asJSON: json)
    }
}

/// What `bench page` found.
struct PageFigures: Sendable, Encodable {
    struct Latency: Sendable, Encodable {
        var messages = 0
        var p50 = 0.0
        var p99 = 0.0

        enum CodingKeys: String, CodingKey {
            case messages
            case p50 = "p50_ms"
            case p99 = "p99_ms"
        }
    }

    struct Idle: Sendable, Encodable {
        /// Of one core.
        var scraper = 0.0
        var browser = 0.0

        enum CodingKeys: String, CodingKey {
            case scraper = "scraper_cpu_percent"
            case browser = "browser_cpu_percent"
        }
    }

    struct Long: Sendable, Encodable {
        var count = 0
        var seconds = 0.0
        var memory = 0.0

        enum CodingKeys: String, CodingKey {
            case count, seconds
            case memory = "scraper_anonymous_mb"
        }
    }

    /// Seconds from the scraper's start until the last conversation's event arrived.
    var firstRead = 0.0
    var idle = Idle()
    var open = Latency()
    var closed = Latency()
    var memory = 0.0
    var longList = Long()
    var longConversation = Long()

    enum CodingKeys: String, CodingKey {
        case firstRead = "first_read_s"
        case idle, open, closed
        case memory = "scraper_anonymous_mb"
        case longList = "long_list"
        case longConversation = "long_conversation"
    }
}
