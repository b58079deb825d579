import ArgumentParser
import ServiceRuntime

/// What the relay does for a person, besides running as a service.
struct RelayTools: ServiceTools {
    static let configuration = CommandConfiguration(
        commandName: "discord-relay",
        abstract: "Looks whether Discord is set up, and registers the slash commands.",
        subcommands: [CheckCommand.self, RegisterCommand.self])
}
