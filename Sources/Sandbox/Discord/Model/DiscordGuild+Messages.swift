import Foundation

extension DiscordGuild {
    /// Posts a message as the bot. With `enforce_nonce` and a nonce of the past minutes, the message of that time is
    /// returned and nothing is posted.
    mutating func post(_ form: MessageForm, in id: Snowflake, at now: Date) throws(DiscordError) -> DiscordMessage {
        let channel = try channel(id)
        guard channel.kind != .forum else { throw .notTextChannel }
        if form.isEmpty { throw .emptyMessage }
        if form.enforcesNonce, let nonce = form.nonce, let place = nonces.place(of: nonce, at: now),
            let earlier = channels[place.channel]?.message(place.message)
        {
            return earlier
        }
        let isArchived = channel.thread?.isArchived == true
        if isArchived && channel.thread?.isLocked == true { throw .archivedThread }
        var message = try answering(form, DiscordMessage(form, id: nextID(at: now), in: id, at: now))
        message.attachments = form.files.map { DiscordAttachment(id: nextID(at: now), file: $0) }
        if isArchived { try editThread(id, at: now) { $0.isArchived = false } }
        return append(message)
    }

    /// Adds a message that is right already and tells of it.
    @discardableResult
    mutating func append(_ message: DiscordMessage) -> DiscordMessage {
        guard var channel = channels[message.channel] else { return message }
        channel.append(message)
        replace(channel)
        if let nonce = message.nonce {
            nonces.remember(nonce, .init(channel: channel.id, message: message.id), at: message.created)
        }
        if !message.isEphemeral { note("MESSAGE_CREATE", eventData(message, withNonce: true), .messages) }
        return message
    }

    /// Changes one of the bot's messages. 50083 in an archived thread.
    mutating func edit(
        _ id: Snowflake, in channelID: Snowflake, _ form: MessageForm, at now: Date
    ) throws(DiscordError) -> DiscordMessage {
        var channel = try channel(channelID)
        guard var message = channel.message(id) else { throw .unknownMessage }
        guard message.author.isBot else { throw .notAuthor }
        if channel.thread?.isArchived == true { throw .archivedThread }
        message.apply(form)
        if message.content.isEmpty && message.embeds.isEmpty && message.attachments.isEmpty { throw .emptyMessage }
        message.edited = now
        message.flags &= ~DiscordMessage.Flag.loading
        channel.replace(message)
        replace(channel)
        if !message.isEphemeral { note("MESSAGE_UPDATE", eventData(message, withNonce: false), .messages) }
        return message
    }

    mutating func delete(_ id: Snowflake, in channelID: Snowflake) throws(DiscordError) {
        var channel = try channel(channelID)
        guard var message = channel.message(id) else { throw .unknownMessage }
        if channel.thread?.isArchived == true { throw .archivedThread }
        message.isDeleted = true
        channel.replace(message)
        replace(channel)
        let data: JSONValue = [
            "id": id.json, "channel_id": channelID.json, "guild_id": DiscordWorld.guild.json,
        ]
        if !message.isEphemeral { note("MESSAGE_DELETE", data, .messages) }
    }

    func message(_ id: Snowflake, in channelID: Snowflake) throws(DiscordError) -> DiscordMessage {
        guard let message = try channel(channelID).message(id), !message.isEphemeral else { throw .unknownMessage }
        return message
    }

    /// Newest first.
    func messages(in channelID: Snowflake, _ query: MessageQuery) throws(DiscordError) -> [DiscordMessage] {
        let all = try channel(channelID).messages.filter { !$0.isDeleted && !$0.isEphemeral }
        return query.select(from: all).reversed()
    }

    private func answering(_ form: MessageForm, _ message: DiscordMessage) throws(DiscordError) -> DiscordMessage {
        guard let reply = form.reply else { return message }
        guard let answered = channels[message.channel]?.message(reply) else {
            guard form.failsWithoutReply else { return message }
            throw .invalidForm(FormErrors(.unknownReply, at: "message_reference"))
        }
        var message = message
        message.kind = .reply
        message.reference = answered.asReference
        return message
    }

    private func eventData(_ message: DiscordMessage, withNonce: Bool) -> JSONValue {
        var data = message.json(withNonce: withNonce)
        data["guild_id"] = DiscordWorld.guild.json
        var member = message.author.memberJSON(joined: created)
        member["user"] = nil
        data["member"] = member
        return data
    }
}

/// Which messages `GET channels/{id}/messages` asks for.
struct MessageQuery: Sendable, Hashable {
    enum Place: Sendable, Hashable {
        case newest
        case before(Snowflake)
        case after(Snowflake)
        case around(Snowflake)
    }

    var place = Place.newest
    var limit = 50

    /// Oldest first, out of `all` in the order of their ids.
    func select(from all: [DiscordMessage]) -> [DiscordMessage] {
        switch place {
        case .newest:
            return all.suffix(limit)
        case .before(let id):
            return all.prefix { $0.id < id }.suffix(limit)
        case .after(let id):
            return Array(all.drop { $0.id <= id }.prefix(limit))
        case .around(let id):
            let split = all.firstIndex { $0.id >= id } ?? all.endIndex
            let start = max(0, split - limit / 2)
            return Array(all[start...].prefix(limit))
        }
    }
}

extension DiscordMessage {
    /// A new message of the bot.
    init(_ form: MessageForm, id: Snowflake, in channel: Snowflake, at now: Date) {
        self.init(id: id, channel: channel, author: DiscordWorld.bot, created: now)
        nonce = form.nonce
        flags = (form.flags ?? 0) & ~Flag.ephemeral
        apply(form)
    }

    /// Puts in what the form has and leaves the rest.
    mutating func apply(_ form: MessageForm) {
        if let content = form.content {
            self.content = content
            mentions = form.mentions.mentioned(in: content)
            mentionsEveryone = form.mentions.mentionsEveryone(in: content)
        }
        if let embeds = form.embeds { self.embeds = embeds }
        if let components = form.components { self.components = components }
        if let suppress = form.flags.map({ $0 & Flag.suppressEmbeds }) {
            flags = flags & ~Flag.suppressEmbeds | suppress
        }
    }

    /// MessageReferenceResponse to this message.
    var asReference: JSONValue {
        [
            "type": 0, "message_id": id.json, "channel_id": channel.json, "guild_id": DiscordWorld.guild.json,
        ]
    }
}
