import ArgumentParser
import Shared

/// `discord-relay check`
struct CheckCommand: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "check",
        abstract: "Looks whether the token, the channel, the permissions and the intents are right.",
        discussion: """
            Says for each what to click when something is missing. Nothing is posted or changed; the service need not run. \
            Exit status: 0 when all is right, 1 when something is missing, 78 for a configuration that is wrong.
            """)

    func run() async throws {
        let findings = try await DiscordAccess.with { discord, configuration in
            await SetupCheck(
                discord: discord, channel: configuration.channel, needsMessages: configuration.replyPrefix != nil
            ).run()
        }
        for finding in findings { print(finding.line) }
        guard findings.allSatisfy(\.isRight) else { throw ExitCode(1) }
    }
}

/// Asks Discord for everything that the relay needs.
struct SetupCheck: Sendable {
    struct Finding: Sendable, Equatable {
        var what: String
        /// What to do about it; nil when it is right.
        var advice: String?

        var isRight: Bool { advice == nil }
        var line: String { advice.map { "missing  \(what)\n         → \($0)" } ?? "ok       \(what)" }
    }

    let discord: DiscordClient
    let channel: String
    /// Whether messages may be replies.
    let needsMessages: Bool

    /// - Returns: what was looked at, up to the first thing without which the rest cannot be seen.
    func run() async -> [Finding] {
        var findings: [Finding] = []
        do {
            let bot = try await discord.currentUser()
            let application = try await discord.application()
            findings.append(Finding(what: "the bot token, of \(bot.displayName)"))
            guard let guild = try await look(&findings, application) else { return findings }
            findings += try await permissions(of: bot, in: guild)
            if needsMessages {
                findings.append(
                    Finding(
                        what: "the Message Content Intent",
                        advice: application.hasMessageContent
                            ? nil
                            : "discord.com/developers/applications → your application → Bot → Privileged Gateway Intents "
                                + "→ turn on Message Content Intent; or set SWITCHBOARD_DISCORD_REPLY_PREFIX=off"))
            }
            findings.append(try await commands(of: application, in: guild))
        } catch let error as DiscordError {
            findings.append(
                Finding(what: error.code == .unauthorized ? "the bot token" : "an answer", advice: "\(error)"))
        } catch {
            findings.append(Finding(what: "an answer from Discord", advice: "\(error)"))
        }
        return findings
    }

    /// - Returns: the server of the channel; nil when the channel cannot be used.
    private func look(_ findings: inout [Finding], _ application: DiscordApplication) async throws -> String? {
        do {
            let found = try await discord.channel(channel)
            let kinds = [DiscordChannel.text, DiscordChannel.announcement, DiscordChannel.forum]
            guard let guild = found.guild_id, kinds.contains(found.type) else {
                findings.append(
                    Finding(
                        what: "a text or forum channel",
                        advice: "DISCORD_CHANNEL_ID names another kind of channel: turn on Developer Mode in Discord's "
                            + "settings (Advanced), right-click a text or forum channel, Copy Channel ID"))
                return nil
            }
            findings.append(Finding(what: "the channel, #\(found.name ?? channel)"))
            return guild
        } catch let error as DiscordError where error.code == .missing || error.code == .forbidden {
            findings.append(
                Finding(
                    what: "the channel",
                    advice:
                        "the bot does not see the channel of DISCORD_CHANNEL_ID. Is the id right, and is the bot on "
                        + "the server? Invite it: \(Self.invitation(application.id))"))
            return nil
        }
    }

    private func permissions(of bot: DiscordUser, in guild: String) async throws -> [Finding] {
        let roles = try await discord.member(bot.id, of: guild).roles ?? []
        let granted = try await discord.grants(in: channel).permissions(of: bot.id, roles: roles)
        return DiscordPermissions.needed.map { permission, name in
            Finding(
                what: "the permission \(name)",
                advice: granted.contains(permission)
                    ? nil : "right-click the channel → Edit Channel → Permissions → the bot's role → \(name) ✓")
        }
    }

    private func commands(of application: DiscordApplication, in guild: String) async throws -> Finding {
        let known = Set(try await discord.commands(of: application.id, in: guild).map(\.name))
        let lacking = CommandCatalog.all.map(\.name).filter { !known.contains($0) }
        return Finding(
            what: "the slash commands",
            advice: lacking.isEmpty ? nil : "run discord-relay register-commands (\(lacking.joined(separator: ", ")))")
    }

    /// With the scopes and permissions that the relay needs.
    static func invitation(_ application: String) -> String {
        "https://discord.com/oauth2/authorize?client_id=\(application)&scope=bot+applications.commands"
            + "&permissions=\(DiscordPermissions.invited.rawValue)"
    }
}
