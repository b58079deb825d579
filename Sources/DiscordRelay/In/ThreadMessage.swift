// Names in here are those of the wire.
// swift-format-ignore-file: AlwaysUseLowerCamelCase

/// Somebody wrote in a channel or thread: a MESSAGE_CREATE of a person.
struct ThreadMessage: Sendable, Equatable {
    var id: String
    var channel: String
    var guild: String
    var content: String
    var person: DiscordPerson
    var hasFiles: Bool
}

extension ThreadMessage {
    private struct Wire: Decodable {
        struct File: Decodable { var id: String }
        var id: String
        var channel_id: String
        var guild_id: String?
        var type: Int?
        var content: String?
        var author: Author
        var member: DiscordMember?
        var webhook_id: String?
        var attachments: [File]?

        struct Author: Decodable {
            var id: String
            var username: String
            var global_name: String?
            var bot: Bool?
        }
    }

    /// Nil for what no person wrote: bots', webhooks' and Discord's own messages, and those outside of a server.
    init?(_ frame: GatewayFrame) throws {
        let wire = try frame.data(Wire.self)
        let author = wire.author
        guard author.bot != true, wire.webhook_id == nil, [0, 19].contains(wire.type ?? 0), let guild = wire.guild_id,
            let person = DiscordPerson(
                wire.member, DiscordUser(id: author.id, username: author.username, global_name: author.global_name))
        else { return nil }
        id = wire.id
        channel = wire.channel_id
        self.guild = guild
        content = wire.content ?? ""
        self.person = person
        hasFiles = wire.attachments?.isEmpty == false
    }
}
