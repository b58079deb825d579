import ArgumentParser
import Shared

/// `discord-relay register-commands`
struct RegisterCommand: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "register-commands", abstract: "Registers the slash commands in the channel's server.",
        discussion: """
            Takes the place of all commands that the bot has in that server. Doing it again changes nothing; do it after \
            each update. The service need not run.
            """)

    func run() async throws {
        let names: [String]
        do {
            names = try await DiscordAccess.with { discord, configuration in
                try await Self.register(with: discord, channel: configuration.channel)
            }
        } catch let error as DiscordError {
            print("The commands were not registered: \(error)")
            throw ExitCode(1)
        }
        print("Registered: " + names.map { "/\($0)" }.joined(separator: " "))
    }

    /// - Returns: the names of the commands that are there now.
    static func register(with discord: DiscordClient, channel: String) async throws -> [String] {
        guard let guild = try await discord.channel(channel).guild_id else {
            throw DiscordError(.invalid, "DISCORD_CHANNEL_ID names a channel that is in no server")
        }
        let application = try await discord.application()
        return try await discord.overwrite(CommandCatalog.all, of: application.id, in: guild).map(\.name)
    }
}
