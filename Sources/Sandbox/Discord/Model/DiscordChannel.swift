import Foundation

/// A channel with its messages; a thread is a channel with ``DiscordThread``.
struct DiscordChannel: Sendable {
    /// ChannelTypes, those that the sandbox knows.
    enum Kind: Int, Sendable {
        case text = 0
        case publicThread = 11
        case privateThread = 12
        case forum = 15

        var isThread: Bool { self == .publicThread || self == .privateThread }
    }

    let id: Snowflake
    let kind: Kind
    let parent: Snowflake?
    var name: String
    var topic: String?
    var thread: DiscordThread?
    /// Gone for readers of the API; the ledger still has it.
    var isDeleted = false
    private(set) var messages: [DiscordMessage] = []

    init(id: Snowflake, kind: Kind, parent: Snowflake?, name: String, thread: DiscordThread? = nil) {
        self.id = id
        self.kind = kind
        self.parent = parent
        self.name = name
        self.thread = thread
    }

    /// GuildChannelResponse or ThreadResponse.
    var json: JSONValue {
        var channel: JSONValue = [
            "id": id.json, "type": JSONValue(kind.rawValue), "guild_id": DiscordWorld.guild.json, "flags": 0,
            "name": .string(name), "parent_id": parent?.json ?? nil, "rate_limit_per_user": 0,
            "last_message_id": messages.last { !$0.isEphemeral }?.id.json ?? nil,
        ]
        if let thread {
            for (key, value) in thread.json(id: id) { channel[key] = value }
        } else {
            channel["position"] = kind == .text ? 0 : 1
            channel["permission_overwrites"] = []
            channel["nsfw"] = false
            channel["topic"] = .some(JSONValue(topic))
        }
        if kind == .forum {
            channel["available_tags"] = []
            channel["default_reaction_emoji"] = .some(.null)
            channel["default_sort_order"] = .some(.null)
            channel["default_forum_layout"] = 0
        }
        return channel
    }
}

extension DiscordChannel {
    /// The message `id` unless it was deleted.
    func message(_ id: Snowflake) -> DiscordMessage? {
        guard let index = index(of: id), !messages[index].isDeleted else { return nil }
        return messages[index]
    }

    mutating func append(_ message: DiscordMessage) {
        messages.append(message)
        // Discord counts neither the message that a thread began with nor what the system says.
        guard [.standard, .reply, .command].contains(message.kind) else { return }
        thread?.messageCount += 1
        thread?.totalSent += 1
    }

    mutating func replace(_ message: DiscordMessage) {
        guard let index = index(of: message.id) else { return }
        if message.isDeleted && !messages[index].isDeleted { thread?.messageCount -= 1 }
        messages[index] = message
    }

    /// Ids only grow, so the list is sorted by them.
    private func index(of id: Snowflake) -> Int? {
        var low = 0
        var high = messages.count
        while low < high {
            let middle = (low + high) / 2
            if messages[middle].id < id { low = middle + 1 } else { high = middle }
        }
        return low < messages.count && messages[low].id == id ? low : nil
    }
}
