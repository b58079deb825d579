import Logging
import ServiceRuntime
import Shared

/// Asks Discord at start whether the token and the channel are usable, so that a mistake is told before a message waits.
struct ChannelCheck: Sendable {
    static let part = "discord channel"

    let discord: DiscordClient
    let channel: String
    let health: HealthRegistry
    let logger: Logger

    /// Returns when the channel is usable. Throws ``ExitReason`` for a token that Discord refuses.
    func run() async throws {
        var backoff = Backoff.reconnect
        while true {
            do {
                _ = try await discord.currentUser()
                let found = try await discord.channel(channel)
                guard DiscordChannel.usable.contains(found.type) else {
                    throw DiscordError(
                        .invalid,
                        "DISCORD_CHANNEL_ID names a channel of another kind: take a text or forum channel's id")
                }
                health.ready(Self.part)
                return
            } catch let error as DiscordError where error.code == .unauthorized {
                throw ExitReason("\(error)")
            } catch let error as DiscordError where error.code == .missing {
                tell("the bot cannot see the channel of DISCORD_CHANNEL_ID: is the id right, and is the bot invited?")
            } catch {
                try Task.checkCancellation()
                tell("\(error)")
            }
            try await Task.sleep(for: backoff.next())
        }
    }

    private func tell(_ problem: String) {
        if health.failed(Self.part, problem) {
            logger.error("the Discord channel cannot be used", metadata: ["reason": "\(problem)"])
        }
    }
}
