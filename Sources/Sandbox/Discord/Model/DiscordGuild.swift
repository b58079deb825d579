import Foundation

/// The guild with all that happens in it. Pure: each change notes the events that the gateway shall tell, and the
/// caller takes them with ``takeEvents()``.
struct DiscordGuild: Sendable {
    /// Threads of a guild that are not archived, at most: error 160006 beyond.
    static let activeThreadLimit = 1000

    let created: Date
    private(set) var channels: [Snowflake: DiscordChannel]
    /// Channel ids in the order of their creation.
    private(set) var order: [Snowflake]
    var interactions = InteractionBook()
    var nonces = RecentNonces()
    var roles = DiscordWorld.roles
    var commands: [ApplicationCommand] = []
    /// Interactions answered with a modal since they were last taken.
    var openedModals: [Snowflake] = []
    private var snowflakes: SnowflakeGenerator
    private var events: [DiscordEvent] = []

    init(created: Date, random: SeededRandom) {
        self.created = created
        snowflakes = SnowflakeGenerator(random: random.fork("snowflakes"))
        interactions = InteractionBook(random: random.fork("interactions"))
        let text = DiscordChannel(id: DiscordWorld.channel, kind: .text, parent: nil, name: "inbox")
        let forum = DiscordChannel(id: DiscordWorld.forum, kind: .forum, parent: nil, name: "conversations")
        channels = [text.id: text, forum.id: forum]
        order = [text.id, forum.id]
    }

    mutating func takeEvents() -> [DiscordEvent] {
        defer { events = [] }
        return events
    }

    mutating func note(_ name: String, _ data: JSONValue, _ intents: GatewayIntents?) {
        events.append(DiscordEvent(name: name, data: data, intents: intents))
    }

    mutating func nextID(at now: Date) -> Snowflake {
        snowflakes.next(at: now)
    }
}

extension DiscordGuild {
    /// The channel or thread `id`; 10003 when there is none or it was deleted.
    func channel(_ id: Snowflake) throws(DiscordError) -> DiscordChannel {
        guard let channel = channels[id], !channel.isDeleted else { throw .unknownChannel }
        return channel
    }

    mutating func add(_ channel: DiscordChannel) {
        channels[channel.id] = channel
        order.append(channel.id)
    }

    mutating func replace(_ channel: DiscordChannel) {
        channels[channel.id] = channel
    }

    /// Threads that can be read, in the order of their creation.
    var threads: [DiscordChannel] {
        order.compactMap { channels[$0] }.filter { $0.thread != nil && !$0.isDeleted }
    }

    var activeThreads: [DiscordChannel] {
        threads.filter { $0.thread?.isArchived == false }
    }

    /// The channels that are no threads.
    var rooms: [DiscordChannel] {
        order.compactMap { channels[$0] }.filter { $0.thread == nil }
    }
}
