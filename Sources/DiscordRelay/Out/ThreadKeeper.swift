import Mongo
import Shared
import Store

/// Finds or makes the thread of a conversation. One thread for each, also when two messages come at once or the
/// process dies between creating a thread and writing it down.
actor ThreadKeeper {
    private let discord: DiscordClient
    private let store: Store
    private let channel: String
    private var known: [String: String] = [:]
    private var creating: [String: Task<String, any Error>] = [:]
    private let showsNames: Bool
    private var parent: DiscordChannel?

    /// Conversations whose thread is remembered in memory; more are read from the database.
    private static let maximumKnown = 10_000

    /// - Parameter showsNames: when false, nobody's name is given to Discord by a thread's name.
    init(discord: DiscordClient, store: Store, channel: String, showsNames: Bool = true) {
        self.showsNames = showsNames
        self.discord = discord
        self.store = store
        self.channel = channel
    }

    func thread(of conversation: ConversationReference) async throws -> String {
        if let thread = known[conversation.id] { return thread }
        if let task = creating[conversation.id] { return try await task.value }
        let task = Task { try await self.findOrCreate(conversation) }
        creating[conversation.id] = task
        defer { creating[conversation.id] = nil }
        let thread = try await task.value
        if known.count >= Self.maximumKnown { known.removeAll() }
        known[conversation.id] = thread
        return thread
    }

    /// The thread was deleted in Discord: the next message makes a new one.
    func forget(_ conversation: String) async throws {
        known[conversation] = nil
        let effect = effect(conversation)
        try await store.write { transaction in
            _ = try transaction.session.collection(ThreadDocument.collection).deleteOne(["_id": .string(conversation)])
            _ = try transaction.session.collection(EffectDocument.collection).deleteOne(
                ["_id": .string(effect)])
        }
    }

    /// The conversation is forgotten: what is stored of its thread is somebody else's to delete.
    func drop(_ conversation: String) { known[conversation] = nil }

    /// Another channel needs another thread.
    private func effect(_ conversation: String) -> String { "discord.thread:\(channel):\(conversation)" }

    private func findOrCreate(_ conversation: ConversationReference) async throws -> String {
        let channel = channel
        let stored = try await store.read { transaction in
            try transaction.session.collection(ThreadDocument.collection).findOne(
                as: ThreadDocument.self, filter: ["_id": .string(conversation.id)])
        }
        if let stored, stored.channel == channel { return stored.thread }
        let effect = Effect(effect(conversation.id), in: conversation.id) { attempt in
            let thread = try await self.create(self.name(of: conversation), attempt)
            let document = ThreadDocument(_id: conversation.id, thread: thread, channel: channel)
            return .done(externalID: thread) { transaction in
                _ = try transaction.session.collection(ThreadDocument.collection).replaceOne(
                    ["_id": .string(document._id)], with: document, upsert: true)
            }
        }
        guard case .done(let thread?) = try await store.carryOut(effect) else {
            throw StoreError.missing("the record of the thread of a conversation was removed while it was made")
        }
        return thread
    }

    /// Thread creation has no idempotency key: after an attempt of unknown result the thread is looked for first.
    private func create(_ name: String, _ attempt: EffectAttempt) async throws -> String {
        let parent = try await readParent()
        if case .attempted = attempt.standing, let found = try await lookUp(name, in: parent) { return found }
        try await attempt.begin()
        let thread: String
        if parent.type == DiscordChannel.forum {
            let first = DiscordPost(content: "💬 \(RelayedText.escape(name))")
            let tag = parent.wantsTag ? parent.available_tags?.first { $0.moderated != true }?.id : nil
            thread = try await discord.createForumPost(in: channel, named: name, with: first, tag: tag).id
        } else {
            thread = try await discord.createThread(in: channel, named: name).id
        }
        FailPoint.reach(.discordThreaded)
        return thread
    }

    private func readParent() async throws -> DiscordChannel {
        if let parent { return parent }
        let read = try await discord.channel(channel)
        parent = read
        return read
    }

    /// It may have been archived since.
    private func lookUp(_ name: String, in parent: DiscordChannel) async throws -> String? {
        func isIt(_ thread: DiscordChannel) -> Bool { thread.parent_id == channel && thread.name == name }
        if let guild = parent.guild_id, let found = try await discord.activeThreads(in: guild).first(where: isIt) {
            return found.id
        }
        return try await discord.archivedThreads(in: channel).first(where: isIt)?.id
    }

    /// The other person's name and the end of the platform's id: two people of one name stay two threads.
    private func name(of conversation: ConversationReference) -> String {
        Self.name(of: conversation, showsNames: showsNames)
    }

    static func name(of conversation: ConversationReference, showsNames: Bool) -> String {
        let id = conversation.id.split(separator: ":").last.map(String.init) ?? conversation.id
        let mark = " · \(RelayedText.plain(String(id.suffix(24))))"
        guard showsNames else { return "Conversation" + mark }
        let words = RelayedText.plain(conversation.name).split(whereSeparator: \.isWhitespace).joined(separator: " ")
        return String((words.isEmpty ? "Conversation" : words).prefix(100 - mark.count)) + mark
    }
}
