/// The bot's first answer to a press or a modal: `{type, data}`.
enum CallbackForm: Sendable {
    case message(MessageForm)
    case deferredMessage(isEphemeral: Bool)
    case deferredUpdate
    case update(MessageForm)
    case modal(Interaction.Modal)

    /// InteractionCallbackTypes
    var type: Int {
        switch self {
        case .message: 4
        case .deferredMessage: 5
        case .deferredUpdate: 6
        case .update: 7
        case .modal: 9
        }
    }

    init(_ field: FormField) throws(DiscordError) {
        var errors = FormErrors()
        guard field.isObject(required: true, &errors) else { throw .invalidForm(errors) }
        let type = field["type"].choice(of: [4, 5, 6, 7, 9], required: true, &errors)
        try errors.check()
        let data = field["data"]
        switch type {
        case 4: self = .message(try MessageForm(data, mentions: .interactionDefault))
        case 5:
            self = .deferredMessage(isEphemeral: (data["flags"].value?.int ?? 0) & DiscordMessage.Flag.ephemeral != 0)
        case 7: self = .update(try MessageForm(data, mentions: .interactionDefault))
        case 9: self = .modal(try Self.modal(data))
        default: self = .deferredUpdate
        }
    }

    private static func modal(_ field: FormField) throws(DiscordError) -> Interaction.Modal {
        var errors = FormErrors()
        guard field.isObject(required: true, &errors) else { throw .invalidForm(errors) }
        let customID = field["custom_id"].text(1...100, required: true, &errors)
        let title = field["title"].text(1...45, required: true, &errors)
        let inputs = ComponentForm.readModalInputs(field["components"], &errors)
        try errors.check()
        return Interaction.Modal(customID: customID ?? "", title: title ?? "", inputs: inputs)
    }
}
