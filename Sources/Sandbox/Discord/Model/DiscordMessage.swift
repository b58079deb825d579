import Foundation

/// One message. Embeds and components are kept in the shape in which Discord returns them.
struct DiscordMessage: Sendable {
    /// MessageType, those that the sandbox knows.
    enum Kind: Int64, Sendable {
        case standard = 0
        case threadCreated = 18
        case reply = 19
        case command = 20
        case threadStarter = 21
    }

    enum Flag {
        static let suppressEmbeds = 1 << 2
        static let hasThread = 1 << 5
        /// Only the one who pressed sees it.
        static let ephemeral = 1 << 6
        /// "thinking…", until the deferred answer is edited.
        static let loading = 1 << 7
        static let suppressNotifications = 1 << 12
        static let componentsV2 = 1 << 15
    }

    let id: Snowflake
    let channel: Snowflake
    let author: DiscordUser
    var kind = Kind.standard
    var content = ""
    var embeds: [JSONValue] = []
    var components: [JSONValue] = []
    var attachments: [DiscordAttachment] = []
    var mentions: [DiscordUser] = []
    var mentionsEveryone = false
    var flags = 0
    /// As given by the author: a number or text of at most 25 characters.
    var nonce: JSONValue?
    var reference: JSONValue?
    /// How an answer to an interaction came about.
    var interaction: JSONValue?
    let created: Date
    var edited: Date?
    var isDeleted = false

    var isEphemeral: Bool { flags & Flag.ephemeral != 0 }

    /// MessageResponse. The nonce is told only to those who see the message being made: the answer to its creation and
    /// MESSAGE_CREATE; later reads do not have it.
    func json(withNonce: Bool = false) -> JSONValue {
        var message: JSONValue = [
            "id": id.json, "channel_id": channel.json, "type": .integer(kind.rawValue), "author": author.json,
            "content": .string(content), "embeds": .array(embeds), "components": .array(components),
            "attachments": .array(attachments.map { $0.json(in: channel) }), "mentions": .array(mentions.map(\.json)),
            "mention_roles": [],
            "mention_everyone": .bool(mentionsEveryone), "pinned": false, "tts": false, "flags": JSONValue(flags),
            "timestamp": DiscordTime.json(created), "edited_timestamp": DiscordTime.json(edited),
        ]
        if withNonce, let nonce { message["nonce"] = nonce }
        if let reference { message["message_reference"] = reference }
        if let interaction {
            message["interaction_metadata"] = interaction
            message["application_id"] = DiscordWorld.application.json
            message["webhook_id"] = DiscordWorld.application.json
        }
        return message
    }

    /// The buttons that can be pressed now, in order.
    var buttons: [DiscordButton] {
        components.flatMap { $0["components"]?.array ?? [] }.compactMap(DiscordButton.init)
    }
}

/// A button that answers a press: it has a custom id (links have none) and is not disabled.
struct DiscordButton: Sendable, Hashable {
    let customID: String
    let label: String

    init?(_ component: JSONValue) {
        guard component["type"]?.int == 2, let id = component["custom_id"]?.string,
            component["disabled"]?.bool != true
        else { return nil }
        customID = id
        label = component["label"]?.string ?? ""
    }
}
