extension DiscordRoute {
    static let channels: [DiscordRoute] = [
        DiscordRoute("GET", "channels/:channel_id", .read) { state, call throws(DiscordError) in
            .ok(try state.guild.channel(try call.id("channel_id")).json)
        },
        DiscordRoute("PATCH", "channels/:channel_id", .editChannel) { state, call throws(DiscordError) in
            let channel = try state.guild.channel(try call.id("channel_id"))
            let form = try call.form()
            if channel.thread != nil {
                return .ok(try state.guild.editThread(channel.id, try ThreadEditForm(form), at: call.now).json)
            }
            return .ok(try state.guild.editRoom(channel.id, form).json)
        },
        DiscordRoute("DELETE", "channels/:channel_id", .editChannel) { state, call throws(DiscordError) in
            .ok(try state.guild.deleteThread(try call.id("channel_id")).json)
        },
        DiscordRoute("POST", "channels/:channel_id/typing", .read) { state, call throws(DiscordError) in
            _ = try state.guild.channel(try call.id("channel_id"))
            return .nothing
        },
    ]

    static let messages: [DiscordRoute] = [
        DiscordRoute("POST", "channels/:channel_id/messages", .postMessage) { state, call throws(DiscordError) in
            let channel = try call.id("channel_id")
            _ = try state.guild.channel(channel)
            let upload = try call.upload()
            let form = try MessageForm(upload.form, uploads: upload.files)
            return .ok(try state.guild.post(form, in: channel, at: call.now).json(withNonce: true))
        },
        DiscordRoute("GET", "channels/:channel_id/messages", .readMessages) { state, call throws(DiscordError) in
            let channel = try call.id("channel_id")
            let messages = try state.guild.messages(in: channel, try call.messageQuery())
            return .ok(.array(messages.map { $0.json() }))
        },
        DiscordRoute("GET", "channels/:channel_id/messages/:message_id", .readMessages) {
            state, call throws(DiscordError) in
            let channel = try call.id("channel_id")
            return .ok(try state.guild.message(try call.id("message_id"), in: channel).json())
        },
        DiscordRoute("PATCH", "channels/:channel_id/messages/:message_id", .editMessage) {
            state, call throws(DiscordError) in
            let (channel, message) = (try call.id("channel_id"), try call.id("message_id"))
            _ = try state.guild.message(message, in: channel)
            let form = try MessageForm(try call.form())
            return .ok(try state.guild.edit(message, in: channel, form, at: call.now).json())
        },
        DiscordRoute("DELETE", "channels/:channel_id/messages/:message_id", .deleteMessage) {
            state, call throws(DiscordError) in
            let channel = try call.id("channel_id")
            let message = try state.guild.message(try call.id("message_id"), in: channel)
            try state.guild.delete(message.id, in: channel)
            return .nothing
        },
    ]
}

extension DiscordGuild {
    /// Changes name and topic of a channel that is no thread.
    fileprivate mutating func editRoom(_ id: Snowflake, _ field: FormField) throws(DiscordError) -> DiscordChannel {
        var errors = FormErrors()
        guard field.isObject(required: true, &errors) else { throw .invalidForm(errors) }
        let name = field["name"].text(1...100, &errors)
        let topic = field["topic"].text(0...1024, &errors)
        try errors.check()
        var channel = try channel(id)
        channel.name = name ?? channel.name
        if !field["topic"].isAbsent { channel.topic = topic }
        replace(channel)
        note("CHANNEL_UPDATE", channel.json, .guilds)
        return channel
    }
}
