import ArgumentParser
import ServiceRuntime

/// What the AI worker does for a person, besides running as a service.
struct AIWorkerTools: ServiceTools {
    static let configuration = CommandConfiguration(
        commandName: "ai-worker", abstract: "Shows what the outgoing guard says of texts.",
        subcommands: [GuardCommand.self])
}
