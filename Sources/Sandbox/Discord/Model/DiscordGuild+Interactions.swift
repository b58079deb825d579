import Foundation

extension DiscordGuild {
    /// Someone presses a button. nil when the message or the button is gone or disabled: nothing can be pressed then.
    mutating func press(
        _ customID: String, on message: Snowflake, in channel: Snowflake, by origin: Interaction.Origin,
        user: DiscordUser = DiscordWorld.person, mode: String, at now: Date
    ) -> Interaction? {
        guard let pressed = channels[channel]?.message(message),
            pressed.buttons.contains(where: { $0.customID == customID })
        else { return nil }
        return begin(
            .button(customID: customID), channel: channel, message: message, user: user, origin: origin, mode: mode,
            at: now)
    }

    /// Someone sends the modal that `id` was answered with. nil when there is none, when it was sent already, and when a
    /// value has a length that Discord's program would not let through.
    mutating func send(modalOf id: Snowflake, values: [String: String], at now: Date) -> Interaction? {
        guard var opener = interactions[id], case .modal(let modal) = opener.answer, !opener.isModalSent,
            modal.inputs.allSatisfy({ $0.lengths.contains((values[$0.customID] ?? "").utf16.count) })
        else { return nil }
        opener.isModalSent = true
        interactions.replace(opener)
        let kind = Interaction.Kind.modal(customID: modal.customID, values: values, inputs: modal.inputs)
        return begin(
            kind, channel: opener.channel, message: opener.message, user: opener.user, origin: opener.origin,
            mode: opener.mode, at: now)
    }

    mutating func begin(
        _ kind: Interaction.Kind, channel: Snowflake, message: Snowflake?, user: DiscordUser,
        origin: Interaction.Origin, mode: String, at now: Date
    ) -> Interaction {
        let interaction = Interaction(
            id: nextID(at: now), token: interactions.makeToken(), kind: kind, channel: channel, message: message,
            user: user, origin: origin, mode: mode, created: now)
        interactions.add(interaction)
        note("INTERACTION_CREATE", interaction.event(in: self), nil)
        return interaction
    }
}

extension DiscordGuild {
    /// The bot's first answer to an interaction. 10062 when it is unknown or older than three seconds, 40060 when it
    /// was answered before.
    mutating func answer(
        _ id: Snowflake, token: String, _ form: CallbackForm, at now: Date
    ) throws(DiscordError) -> JSONValue {
        guard var interaction = interactions[id], interaction.token == token else { throw .unknownInteraction }
        if interaction.answer != nil { throw .alreadyAcknowledged }
        guard now.timeIntervalSince(interaction.created) <= Interaction.answerTime else { throw .unknownInteraction }
        var message: DiscordMessage?
        switch form {
        case .message(let form):
            if form.isEmpty { throw .emptyMessage }
            let posted = append(answer(to: interaction, form, at: now))
            message = posted
            interaction.answer = .message(posted.id)
        case .deferredMessage(let isEphemeral):
            var thinking = answer(to: interaction, nil, at: now)
            thinking.flags = DiscordMessage.Flag.loading | (isEphemeral ? DiscordMessage.Flag.ephemeral : 0)
            message = append(thinking)
            interaction.answer = .message(thinking.id)
        case .deferredUpdate:
            guard interaction.message != nil else { throw .invalidForm(FormErrors(.choices([4, 5, 9]), at: "type")) }
            interaction.answer = .update
        case .update(let form):
            guard let pressed = interaction.message else {
                throw .invalidForm(FormErrors(.choices([4, 5, 9]), at: "type"))
            }
            message = try edit(pressed, in: interaction.channel, form, at: now)
            interaction.answer = .update
        case .modal(let modal):
            if case .modal = interaction.kind {
                throw .invalidForm(FormErrors(.choices([4, 5, 6, 7]), at: "type"))
            }
            interaction.answer = .modal(modal)
            openedModals.append(id)
        }
        interaction.answered = now
        interactions.replace(interaction)
        return interaction.response(type: form.type, message: message)
    }

    /// Edits the answer to an interaction, or the message with the button where the answer was to change that one.
    mutating func editOriginal(token: String, _ form: MessageForm, at now: Date) throws(DiscordError) -> DiscordMessage
    {
        let interaction = try living(token, at: now)
        return try edit(try original(of: interaction), in: interaction.channel, form, at: now)
    }

    func originalMessage(token: String, at now: Date) throws(DiscordError) -> DiscordMessage {
        let interaction = try living(token, at: now)
        guard let message = try channel(interaction.channel).message(try original(of: interaction)) else {
            throw .unknownMessage
        }
        return message
    }

    /// Posts a further message. The first after a deferred message takes that one's place, as Discord does it.
    mutating func followUp(token: String, _ form: MessageForm, at now: Date) throws(DiscordError) -> DiscordMessage {
        let interaction = try living(token, at: now)
        if form.isEmpty { throw .emptyMessage }
        if case .message(let id) = interaction.answer, let thinking = try channel(interaction.channel).message(id),
            thinking.flags & DiscordMessage.Flag.loading != 0
        {
            return try edit(id, in: interaction.channel, form, at: now)
        }
        return append(answer(to: interaction, form, at: now))
    }

    /// A follow-up of this interaction, or its original.
    mutating func editFollowUp(
        token: String, message: Snowflake, _ form: MessageForm, at now: Date
    ) throws(DiscordError) -> DiscordMessage {
        try edit(message, in: try living(token, at: now).channel, form, at: now)
    }

    /// nil deletes the original.
    mutating func deleteFollowUp(token: String, message: Snowflake?, at now: Date) throws(DiscordError) {
        let interaction = try living(token, at: now)
        let original = try original(of: interaction)
        try delete(message ?? original, in: interaction.channel)
    }

    /// An answered interaction whose token still lives: 10015 before the first answer, 50027 after 15 minutes.
    private func living(_ token: String, at now: Date) throws(DiscordError) -> Interaction {
        guard let interaction = interactions.withToken(token), interaction.answer != nil else { throw .unknownWebhook }
        guard now.timeIntervalSince(interaction.created) < Interaction.tokenLife else { throw .invalidWebhookToken }
        return interaction
    }

    private func original(of interaction: Interaction) throws(DiscordError) -> Snowflake {
        switch interaction.answer {
        case .message(let id): return id
        case .update:
            guard let message = interaction.message else { throw .unknownMessage }
            return message
        case .modal, nil: throw .unknownMessage
        }
    }

    private mutating func answer(
        to interaction: Interaction, _ form: MessageForm?, at now: Date
    ) -> DiscordMessage {
        let id = nextID(at: now)
        var message: DiscordMessage
        if let form {
            message = DiscordMessage(form, id: id, in: interaction.channel, at: now)
            message.flags |= (form.flags ?? 0) & DiscordMessage.Flag.ephemeral
        } else {
            message = DiscordMessage(id: id, channel: interaction.channel, author: DiscordWorld.bot, created: now)
        }
        if let pressed = interaction.message {
            message.kind = .reply
            message.reference = channels[interaction.channel]?.message(pressed)?.asReference
        } else if case .command = interaction.kind {
            message.kind = .command
        }
        message.interaction = interaction.metadata
        return message
    }
}
