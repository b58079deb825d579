public import ArgumentParser

/// What a service's program does for a person, besides running as a service: commands of its own.
public protocol ServiceTools: AsyncParsableCommand {}

extension ServiceTools {
    /// Does what the arguments ask for, if that is one of these commands. Where help is asked for, it says which there are;
    /// the service tells the rest.
    ///
    /// - Returns: whether it was one: there is nothing left to do then.
    public static func handled() async -> Bool {
        let arguments = Array(CommandLine.arguments.dropFirst())
        if mean(arguments) {
            await main(arguments)
            return true
        }
        if let first = arguments.first, ["--help", "-h"].contains(first) { print(summary) }
        return false
    }

    /// A line for the program and one for each command.
    public static var summary: String {
        let width = (configuration.subcommands.map { $0.configuration.commandName?.count ?? 0 }.max() ?? 0) + 3
        let lines = configuration.subcommands.map { command in
            let name = command.configuration.commandName ?? ""
            return "  \(name)\(String(repeating: " ", count: width - name.count))\(command.configuration.abstract)"
        }
        return (["\(configuration.commandName ?? "") command [--help]"] + lines).joined(separator: "\n")
    }

    /// Whether the arguments ask for one of these; everything else is the service's.
    public static func mean(_ arguments: [String]) -> Bool {
        arguments.first.map { first in
            configuration.subcommands.contains { $0.configuration.commandName == first }
        } ?? false
    }
}
