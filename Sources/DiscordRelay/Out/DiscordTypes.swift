// Names in here are those of the wire.
// swift-format-ignore-file: AlwaysUseLowerCamelCase

/// Discord's objects, as far as they are used. Ids are snowflakes, kept as text.
struct DiscordUser: Codable, Sendable, Equatable {
    var id: String
    var username: String
    var global_name: String?

    var displayName: String { global_name ?? username }
}

struct DiscordChannel: Codable, Sendable, Equatable {
    var id: String
    var type: Int
    var guild_id: String?
    var name: String?
    var parent_id: String?
    var last_message_id: String?
    var flags: Int?
    /// Of a forum.
    var available_tags: [DiscordTag]?

    static let text = 0
    static let announcement = 5
    static let forum = 15
    /// In which each conversation can have its thread.
    static let usable = [text, announcement, forum]

    /// A forum may want a tag on every post.
    var wantsTag: Bool { (flags ?? 0) & 1 << 4 != 0 }
}

struct DiscordTag: Codable, Sendable, Equatable {
    var id: String
    /// Only moderators may add it.
    var moderated: Bool?
}

struct DiscordMessage: Codable, Sendable, Equatable {
    struct Reference: Codable, Sendable, Equatable { var channel_id: String? }

    /// A channel says that a thread was begun in it.
    private static let threadCreated = 18

    var id: String
    var channel_id: String
    var content: String
    var author: DiscordUser
    var type: Int?
    var message_reference: Reference?

    func announces(_ thread: String) -> Bool {
        type == Self.threadCreated && message_reference?.channel_id == thread
    }
}

struct DiscordButton: Equatable, Sendable {
    enum Style: Int, Sendable {
        case primary = 1
        case secondary = 2
        case success = 3
        case danger = 4
    }

    var label: String
    var style: Style
    var customID: String
    var isDisabled: Bool
}

/// What a message is made of when it is created or edited.
struct DiscordPost: Encodable, Sendable, Equatable {
    var content: String
    var buttons: [DiscordButton] = []
    /// For creation only.
    var nonce: String?
    /// For creation only: the message that this one is about, if it is still there.
    var about: String?
    /// For creation only.
    var file: DiscordFile?

    private enum CodingKeys: String, CodingKey {
        case content, components, allowed_mentions, nonce, enforce_nonce, attachments, flags,
            message_reference
    }

    private struct Attachment: Encodable {
        var id = 0
        var filename: String
        var description: String
    }

    private struct Mentions: Encodable { var parse: [String] = [] }

    private struct Reference: Encodable {
        var message_id: String
        var fail_if_not_exists = false
    }

    private struct Row: Encodable {
        var type = 1
        var components: [Component]
    }

    private struct Component: Encodable {
        var type = 2
        var style: Int
        var label: String
        var custom_id: String
        var disabled: Bool
    }

    func encode(to encoder: any Encoder) throws {
        var container = encoder.container(keyedBy: CodingKeys.self)
        try container.encode(content, forKey: .content)
        let row = Row(
            components: buttons.map {
                Component(style: $0.style.rawValue, label: $0.label, custom_id: $0.customID, disabled: $0.isDisabled)
            })
        try container.encode(buttons.isEmpty ? [] : [row], forKey: .components)
        // Nothing a stranger writes may ping anybody.
        try container.encode(Mentions(), forKey: .allowed_mentions)
        // No link unfolds, and so nothing is asked of a stranger's server.
        try container.encode(1 << 2, forKey: .flags)
        if let about { try container.encode(Reference(message_id: about), forKey: .message_reference) }
        if let nonce {
            try container.encode(nonce, forKey: .nonce)
            try container.encode(true, forKey: .enforce_nonce)
        }
        if let file {
            try container.encode(
                [Attachment(filename: file.name, description: file.description)], forKey: .attachments)
        }
    }
}

struct GatewayBot: Decodable, Sendable {
    struct StartLimit: Decodable, Sendable {
        var total: Int
        var remaining: Int
        var reset_after: Int
    }

    var url: String
    var session_start_limit: StartLimit
}
