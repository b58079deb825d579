import ArgumentParser

/// What the relay does for a person, besides running as a service.
struct RelayTools: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "discord-relay",
        abstract: "Looks whether Discord is set up, and registers the slash commands.",
        subcommands: [CheckCommand.self, RegisterCommand.self])

    /// What `discord-relay --help` says of these, besides what it says of the service.
    static var summary: String {
        let lines = configuration.subcommands.map { command in
            let name = command.configuration.commandName ?? ""
            return "  \(name)\(String(repeating: " ", count: max(1, 20 - name.count)))\(command.configuration.abstract)"
        }
        return (["discord-relay command [--help]"] + lines).joined(separator: "\n")
    }

    /// Whether the arguments ask for one of these; everything else is the service's.
    static func mean(_ arguments: [String]) -> Bool {
        arguments.first.map { first in
            configuration.subcommands.contains { $0.configuration.commandName == first }
        } ?? false
    }
}
