import ArgumentParser

/// What the AI worker does for a person, besides running as a service.
struct AIWorkerTools: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "ai-worker", abstract: "Shows what the outgoing guard says of texts.",
        subcommands: [GuardCommand.self])

    /// What `ai-worker --help` says of these, besides what it says of the service.
    static var summary: String {
        let lines = configuration.subcommands.map { command in
            let name = command.configuration.commandName ?? ""
            return "  \(name)\(String(repeating: " ", count: max(1, 16 - name.count)))\(command.configuration.abstract)"
        }
        return (["ai-worker command [--help]"] + lines).joined(separator: "\n")
    }

    /// Whether the arguments ask for one of these; everything else is the service's.
    static func mean(_ arguments: [String]) -> Bool {
        arguments.first.map { first in
            configuration.subcommands.contains { $0.configuration.commandName == first }
        } ?? false
    }
}
