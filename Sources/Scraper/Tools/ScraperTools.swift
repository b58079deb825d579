import ArgumentParser
import ServiceRuntime

/// What the scraper does for a person, besides running as a service.
struct ScraperTools: ServiceTools {
    static let configuration = CommandConfiguration(
        commandName: "scraper",
        abstract: "Reads a site once, or a page that was kept, and shows and decides on selectors.",
        subcommands: [ReadCommand.self, ReplayCommand.self, SelectorsCommand.self])
}
