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

/// A message as Discord writes it, in a dispatch and where a thread is read.
struct WrittenMessage: Decodable, Sendable {
    struct File: Decodable, Sendable { var id: String }

    struct Author: Decodable, Sendable {
        var id: String
        var username: String
        var global_name: String?
        var bot: Bool?
    }

    var id: String
    var channel_id: String
    /// In a dispatch only.
    var guild_id: String?
    var type: Int?
    var content: String?
    var author: Author
    /// In a dispatch only.
    var member: DiscordMember?
    var webhook_id: String?
    var attachments: [File]?
    var edited_timestamp: String?

    /// Not a bot's, a webhook's or Discord's own.
    var isByPerson: Bool { author.bot != true && webhook_id == nil && [0, 19].contains(type ?? 0) }
}

extension ThreadMessage {
    /// Nil for what no person wrote, and for what is outside of a server.
    init?(_ frame: GatewayFrame) throws {
        let written = try frame.data(WrittenMessage.self)
        guard let guild = written.guild_id else { return nil }
        self.init(written, of: guild, by: written.member)
    }

    /// - Parameter member: who wrote it, as the server knows them; nil when it does not.
    init?(_ written: WrittenMessage, of guild: String, by member: DiscordMember?) {
        let author = written.author
        guard written.isByPerson,
            let person = DiscordPerson(
                member, DiscordUser(id: author.id, username: author.username, global_name: author.global_name))
        else { return nil }
        id = written.id
        channel = written.channel_id
        self.guild = guild
        content = written.content ?? ""
        self.person = person
        hasFiles = written.attachments?.isEmpty == false
    }
}
