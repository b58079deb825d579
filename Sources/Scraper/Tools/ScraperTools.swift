import ArgumentParser

/// What the scraper does for a person, besides running as a service.
struct ScraperTools: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "scraper",
        abstract: "Reads a site once, or a page that was kept, and shows and decides on selectors.",
        subcommands: [ReadCommand.self, ReplayCommand.self, SelectorsCommand.self])

    /// What `scraper --help` says of these, besides what it says of the service.
    static var summary: String {
        let lines = configuration.subcommands.map { command in
            let name = command.configuration.commandName ?? ""
            return "  \(name)\(String(repeating: " ", count: max(1, 16 - name.count)))\(command.configuration.abstract)"
        }
        return (["scraper command [--help]"] + lines).joined(separator: "\n")
    }

    /// Whether the arguments ask for one of these; everything else is the service's.
    static func mean(_ arguments: [String]) -> Bool {
        arguments.first.map { first in
            configuration.subcommands.contains { $0.configuration.commandName == first }
        } ?? false
    }
}
