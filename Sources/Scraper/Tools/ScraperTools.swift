import ArgumentParser

/// What the scraper does for a person, besides running as a service.
struct ScraperTools: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "scraper", abstract: "Reads a site once, and shows and decides on selectors.",
        subcommands: [ReadCommand.self, SelectorsCommand.self])

    /// Whether the arguments ask for one of these; everything else is the service's.
    static func mean(_ arguments: [String]) -> Bool {
        arguments.first.map { first in
            configuration.subcommands.contains { $0.configuration.commandName == first }
        } ?? false
    }
}
