// Names in here are those of the wire.
// swift-format-ignore-file: AlwaysUseLowerCamelCase

import CurlHTTP

/// What the relay asks and tells on behalf of people who act in Discord.
extension DiscordClient {
    /// Answers a press or a command with something that only that person sees, as the first answer: type 4.
    func respond(_ text: String, to interaction: some OperatorInteraction) async throws {
        try await callBack(Told(data: Whisper(content: text, flags: 64)), interaction)
    }

    /// Tells Discord that a command was heard: type 5. What is told then is seen by that person only.
    func acknowledgeCommand(_ call: CommandCall) async throws {
        struct Body: Encodable {
            struct Data: Encodable { var flags = 64 }
            var type = 5
            var data = Data()
        }
        try await callBack(Body(), call)
    }

    /// Tells what became of a command that was acknowledged.
    func tell(_ text: String, to call: CommandCall) async throws {
        try await tell(Whisper(content: text), application: call.application, token: call.token)
    }

    /// Tells what became of a command, or of a press on what it told, with these buttons and no others.
    func tell(_ text: String, buttons: [DiscordButton], application: String, token: String) async throws {
        try await tell(DiscordPost(content: text, buttons: buttons), application: application, token: token)
    }

    private func tell(_ body: some Encodable & Sendable, application: String, token: String) async throws {
        _ = try await exchange(
            .patch, "/webhooks/\(application)/\(token)/messages/@original", body: try Self.encode(body),
            route: DiscordRoute(
                template: "PATCH /webhooks/{id}/{token}/messages/@original", major: token, isExemptFromGlobal: true),
            "answer the command", tries: 2, total: .seconds(10), isRepeatable: true)
    }

    private struct Told: Encodable {
        var type = 4
        var data: Whisper
    }

    private struct Whisper: Encodable {
        struct Mentions: Encodable { var parse: [String] = [] }
        var content: String
        var flags: Int?
        var allowed_mentions = Mentions()
    }

    private func callBack(_ body: some Encodable, _ interaction: some OperatorInteraction) async throws {
        _ = try await exchange(
            .post, "/interactions/\(interaction.interaction)/\(interaction.token)/callback",
            body: try Self.encode(body),
            route: DiscordRoute(
                template: "POST /interactions/{id}/{token}/callback", major: interaction.interaction,
                isExemptFromGlobal: true),
            "answer the press", tries: 1, total: .seconds(3), isRepeatable: false)
    }

    /// What the server grants in a channel that is no thread.
    func grants(in channel: String) async throws -> DiscordGrants {
        struct Guild: Decodable {
            var owner_id: String
            var roles: [Role]
        }
        struct Role: Decodable {
            var id: String
            var permissions: String
        }
        struct Channel: Decodable {
            var guild_id: String?
            var permission_overwrites: [Overwrite]?
        }
        struct Overwrite: Decodable {
            var id: String
            var type: Int
            var allow: String
            var deny: String
        }
        func permissions(_ text: String) -> DiscordPermissions { DiscordPermissions(rawValue: UInt64(text) ?? 0) }
        let found: Channel = try await call(
            .get, "/channels/\(channel)", route: DiscordRoute(template: "GET /channels/{id}", major: channel),
            "see the channel")
        guard let id = found.guild_id else { throw DiscordError(.invalid, "the channel is in no server") }
        let guild: Guild = try await call(
            .get, "/guilds/\(id)", route: DiscordRoute(template: "GET /guilds/{id}", major: id), "see the server")
        return DiscordGrants(
            guild: id, owner: guild.owner_id,
            roles: guild.roles.map { .init(id: $0.id, permissions: permissions($0.permissions)) },
            exceptions: (found.permission_overwrites ?? []).map {
                .init(
                    id: $0.id, isForMember: $0.type == 1, allowed: permissions($0.allow),
                    denied: permissions($0.deny))
            })
    }

    /// A member of a server, with their roles.
    func member(_ user: String, of guild: String) async throws -> DiscordMember {
        try await call(
            .get, "/guilds/\(guild)/members/\(user)",
            route: DiscordRoute(template: "GET /guilds/{id}/members/{id}", major: guild), "see somebody's roles")
    }

    /// The bot's application.
    func application() async throws -> DiscordApplication {
        try await call(
            .get, "/applications/@me", route: DiscordRoute(template: "GET /applications/@me", major: ""),
            "see its application")
    }

    func commands(of application: String, in guild: String) async throws -> [DiscordCommandName] {
        let path = "/applications/\(application)/guilds/\(guild)/commands"
        return try await call(
            .get, path,
            route: DiscordRoute(template: "GET /applications/{id}/guilds/{id}/commands", major: guild),
            "see its commands")
    }

    /// Takes the place of all commands that the application has in the server. Doing it again changes nothing.
    func overwrite(
        _ commands: [DiscordCommand], of application: String, in guild: String
    ) async throws -> [DiscordCommandName] {
        let path = "/applications/\(application)/guilds/\(guild)/commands"
        return try await call(
            .put, path, body: commands,
            route: DiscordRoute(template: "PUT /applications/{id}/guilds/{id}/commands", major: guild),
            "register its commands", isRepeatable: true)
    }
}

struct DiscordApplication: Decodable, Sendable {
    var id: String
    var flags: Int?

    /// GATEWAY_MESSAGE_CONTENT and GATEWAY_MESSAGE_CONTENT_LIMITED: the switch in the developer portal.
    var hasMessageContent: Bool { (flags ?? 0) & (1 << 18 | 1 << 19) != 0 }
}

struct DiscordCommandName: Decodable, Sendable { var name: String }
