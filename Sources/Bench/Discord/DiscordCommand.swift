import ArgumentParser
import Foundation

/// `bench discord`: bursts of messages into the stand-in for Discord, with its limits.
struct DiscordCommand: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "discord",
        abstract: "Bursts of messages through discord-relay into the sandbox's Discord, with its rate limits.",
        discussion: """
            Runs the programs `sandbox` and `discord-relay` that lie beside this one. Messages are stored and published as \
            the scraper does it, a burst of a conversation in one transaction. The threads are there before: Discord makes \
            50 in five minutes. The run fails when a message is lost, doubled or out of order.
            """)

    @Option(help: "Conversations.") var conversations = 300
    @Option(help: "Messages in all.") var messages = 10_000
    @Option(help: "Messages of a burst.") var burst = 8
    @Option(help: "Seconds in which they are written.") var seconds = 600
    @Flag(help: "One line of JSON.") var json = false

    func run() async throws {
        let figures = try await DiscordRun.with(conversations: conversations) { run in
            try await run.measure(messages: messages, burst: burst, seconds: seconds)
        }
        try Figures.show(figures, asJSON: json)
        guard figures.isWhole else { throw BenchFailure("messages were lost, doubled or out of order") }
    }
}
