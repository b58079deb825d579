import Foundation

extension DiscordGuild {
    /// Starts a thread in a text channel without a message; the channel says so with a system message when it is public.
    mutating func startThread(
        _ form: ThreadForm, in parent: Snowflake, at now: Date
    ) throws(DiscordError) -> DiscordChannel {
        guard try channel(parent).kind == .text else { throw .wrongChannelType }
        let thread = try open(form, id: nextID(at: now), in: parent, at: now)
        if form.kind == .publicThread {
            var notice = DiscordMessage(
                id: nextID(at: now), channel: parent, author: DiscordWorld.bot, created: now)
            notice.kind = .threadCreated
            notice.content = form.name
            notice.reference = [
                "type": 0, "channel_id": thread.id.json, "guild_id": DiscordWorld.guild.json,
            ]
            append(notice)
        }
        return thread
    }

    /// Starts a thread under a message; it gets the message's id. 160004 when there is one.
    mutating func startThread(
        _ form: ThreadForm, from messageID: Snowflake, in parent: Snowflake, at now: Date
    ) throws(DiscordError) -> DiscordChannel {
        var room = try channel(parent)
        guard room.kind == .text else { throw .wrongChannelType }
        guard var message = room.message(messageID) else { throw .unknownMessage }
        if let existing = channels[messageID], !existing.isDeleted { throw .threadExists }
        _ = try open(form, id: messageID, in: parent, at: now)
        message.flags |= DiscordMessage.Flag.hasThread
        room.replace(message)
        replace(room)
        var starter = DiscordMessage(id: messageID, channel: messageID, author: DiscordWorld.bot, created: now)
        starter.kind = .threadStarter
        starter.reference = message.asReference
        append(starter)
        return try channel(messageID)
    }

    /// Starts a post in a forum: a thread whose first message has the thread's id.
    mutating func startPost(
        _ form: ThreadForm, _ message: MessageForm, in parent: Snowflake, at now: Date
    ) throws(DiscordError) -> (thread: DiscordChannel, message: DiscordMessage) {
        let thread = try open(form, id: nextID(at: now), in: parent, at: now)
        let first = append(DiscordMessage(message, id: thread.id, in: thread.id, at: now))
        return (try channel(thread.id), first)
    }

    /// An archived thread takes no change but its opening: 50083.
    mutating func editThread(
        _ id: Snowflake, _ form: ThreadEditForm, at now: Date
    ) throws(DiscordError) -> DiscordChannel {
        let channel = try channel(id)
        guard let thread = channel.thread else { throw .wrongChannelType }
        let changes = form.name != nil || form.autoArchiveMinutes != nil || form.isInvitable != nil
        if thread.isArchived && changes && form.isArchived != false { throw .archivedThread }
        return try editThread(id, at: now) { edited in
            edited.isArchived = form.isArchived ?? edited.isArchived
            edited.isLocked = form.isLocked ?? edited.isLocked
            edited.isInvitable = form.isInvitable ?? edited.isInvitable
            edited.autoArchiveMinutes = form.autoArchiveMinutes ?? edited.autoArchiveMinutes
        } rename: {
            form.name ?? $0
        }
    }

    @discardableResult
    mutating func editThread(
        _ id: Snowflake, at now: Date, _ change: (inout DiscordThread) -> Void,
        rename: (String) -> String = { $0 }
    ) throws(DiscordError) -> DiscordChannel {
        var channel = try channel(id)
        guard var thread = channel.thread else { throw .wrongChannelType }
        let wasArchived = thread.isArchived
        change(&thread)
        if thread.isArchived != wasArchived { thread.archiveChanged = now }
        channel.thread = thread
        channel.name = rename(channel.name)
        replace(channel)
        note("THREAD_UPDATE", channel.json, .guilds)
        return channel
    }

    mutating func deleteThread(_ id: Snowflake) throws(DiscordError) -> DiscordChannel {
        var channel = try channel(id)
        guard channel.kind.isThread else {
            throw DiscordError(400, 50074, "Cannot delete a channel required for Community guilds")
        }
        channel.isDeleted = true
        replace(channel)
        let data: JSONValue = [
            "id": id.json, "guild_id": DiscordWorld.guild.json, "parent_id": channel.parent?.json ?? nil,
            "type": JSONValue(channel.kind.rawValue),
        ]
        note("THREAD_DELETE", data, .guilds)
        return channel
    }

    private mutating func open(
        _ form: ThreadForm, id: Snowflake, in parent: Snowflake, at now: Date
    ) throws(DiscordError) -> DiscordChannel {
        if activeThreads.count >= Self.activeThreadLimit { throw .tooManyActiveThreads }
        var thread = DiscordThread(
            owner: DiscordWorld.bot.id, created: now, autoArchiveMinutes: form.autoArchiveMinutes)
        thread.isInvitable = form.isInvitable
        let channel = DiscordChannel(id: id, kind: form.kind, parent: parent, name: form.name, thread: thread)
        add(channel)
        var data = channel.json
        data["newly_created"] = true
        note("THREAD_CREATE", data, .guilds)
        return channel
    }
}

extension DiscordGuild {
    func thread(_ id: Snowflake) throws(DiscordError) -> DiscordThread {
        guard let thread = try channel(id).thread else { throw .wrongChannelType }
        return thread
    }

    /// ThreadMemberResponse of each who joined.
    func threadMembers(_ id: Snowflake) throws(DiscordError) -> [JSONValue] {
        try thread(id).members.sorted { $0.key < $1.key }
            .map { DiscordThread.memberJSON(thread: id, user: $0.key, joined: $0.value) }
    }

    /// Adds or, without `joined`, removes a member. 50083 when the thread is archived.
    mutating func setMember(_ user: Snowflake, of id: Snowflake, joined: Date?) throws(DiscordError) {
        guard DiscordWorld.users[user] != nil else { throw .unknownUser }
        if try thread(id).isArchived { throw .archivedThread }
        var channel = try channel(id)
        let joinedBefore = channel.thread?.members[user]
        channel.thread?.members[user] = joined.map { joinedBefore ?? $0 }
        replace(channel)
    }
}
