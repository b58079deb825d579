import Foundation

extension DiscordGuild {
    /// Takes the place of all commands; those that keep their name keep their id, and their version when nothing of them
    /// is changed.
    mutating func overwrite(commands forms: [CommandForm.Command], at now: Date) -> [JSONValue] {
        commands = forms.map { form in
            let earlier = commands.first { $0.name == form.name }
            if let earlier, earlier.form == form.form { return earlier }
            return ApplicationCommand(
                id: earlier?.id ?? nextID(at: now), version: nextID(at: now), name: form.name, options: form.options,
                form: form.form)
        }
        return commands.map(\.json)
    }

    /// Someone uses a command. nil when it is not registered, or a value is missing, unknown or of another form:
    /// Discord's program does not send such a one.
    mutating func call(
        _ name: String, _ values: [(name: String, value: String)], subcommand: String? = nil, in channel: Snowflake,
        by user: DiscordUser, at now: Date
    ) -> Interaction? {
        guard let command = commands.first(where: { $0.name == name }), channels[channel] != nil,
            let options = command.check(values, subcommand: subcommand)
        else { return nil }
        return begin(
            .command(id: command.id, name: name, options: options), channel: channel, message: nil, user: user,
            origin: .person, mode: "person", at: now)
    }

    /// Someone writes in a channel or thread. nil where nobody can.
    mutating func write(
        _ content: String, in id: Snowflake, by user: DiscordUser, at now: Date
    ) -> DiscordMessage? {
        guard let channel = channels[id], !channel.isDeleted, channel.kind != .forum, !content.isEmpty,
            content.utf16.count <= MessageForm.contentLimit
        else { return nil }
        if channel.thread?.isArchived == true {
            guard channel.thread?.isLocked == false, (try? editThread(id, at: now) { $0.isArchived = false }) != nil
            else {
                return nil
            }
        }
        var message = DiscordMessage(id: nextID(at: now), channel: id, author: user, created: now)
        message.content = content
        return append(message)
    }
}
