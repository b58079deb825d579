import Mongo
import Shared
import Store

/// Where that is told which concerns the whole suite: a channel of its own, else the channel of the conversations, else,
/// where that is a forum, a post that is pinned in it.
actor OperationsPlace {
    static let postName = "Switchboard · operations"

    private let discord: DiscordClient
    private let store: Store
    private let channel: String
    private let own: String?
    private var known: String?

    /// - Parameters:
    ///   - channel: the conversations'.
    ///   - own: the one for operations, if there is one.
    init(discord: DiscordClient, store: Store, channel: String, own: String? = nil) {
        self.discord = discord
        self.store = store
        self.channel = channel
        self.own = own
    }

    /// The channel or thread to post in.
    func id() async throws -> String {
        if let known { return known }
        let place = try await find()
        known = place
        return place
    }

    /// The post was deleted: the next one makes it anew. A channel that is gone is a person's to mend.
    func forget() async throws {
        known = nil
        let key = key
        try await store.write { transaction in
            _ = try transaction.session.collection(EffectDocument.collection).deleteOne(["_id": .string(key)])
        }
    }

    private var key: String { "discord.operations-post:\(channel)" }

    private func find() async throws -> String {
        if let own { return own }
        let parent = try await discord.channel(channel)
        guard parent.type == DiscordChannel.forum else { return channel }
        let (discord, channel) = (discord, channel)
        let effect = Effect(key, in: "operations") { attempt in
            if case .attempted = attempt.standing, let guild = parent.guild_id {
                let threads =
                    try await discord.activeThreads(in: guild) + discord.archivedThreads(in: channel)
                if let found = threads.first(where: { $0.parent_id == channel && $0.name == Self.postName }) {
                    return .done(externalID: found.id)
                }
            }
            try await attempt.begin()
            let tag = parent.wantsTag ? parent.available_tags?.first { $0.moderated != true }?.id : nil
            let first = DiscordPost(content: "What concerns the whole suite is told here.")
            let post = try await discord.createForumPost(in: channel, named: Self.postName, with: first, tag: tag)
            return .done(externalID: post.id)
        }
        guard case .done(let post?) = try await store.carryOut(effect) else {
            throw StoreError.missing("the record of the operations post was removed while it was made")
        }
        // Without the permission it is merely not at the top.
        try? await discord.pin(post)
        return post
    }
}
