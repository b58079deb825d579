/// Reads the list of commands that takes the place of all that are registered.
/// Limits: docs.discord.com/developers/interactions/application-commands.
enum CommandForm {
    struct Command: Sendable {
        var name: String
        var options: [ApplicationCommand.Option]
        var form: JSONValue
    }

    static func read(_ field: FormField) throws(DiscordError) -> [Command] {
        var errors = FormErrors()
        var commands: [Command] = []
        for field in field.list(0...100, required: true, &errors) ?? [] {
            guard field.isObject(required: true, &errors) else { continue }
            let (name, options) = (name(field, &errors), options(field["options"], depth: 0, &errors))
            _ = field["description"].text(1...100, required: true, &errors)
            _ = field["type"].choice(of: [1], &errors)
            if let name, let form = field.value {
                if commands.contains(where: { $0.name == name }) {
                    errors.add(.duplicateCommand, at: field["name"].path)
                }
                commands.append(Command(name: name, options: options, form: form))
            }
        }
        try errors.check()
        return commands
    }

    private static func name(_ field: FormField, _ errors: inout FormErrors) -> String? {
        guard let name = field["name"].text(1...32, required: true, &errors) else { return nil }
        let isRight = name.allSatisfy { $0.isLetter || $0.isNumber || "-_'".contains($0) } && name == name.lowercased()
        return isRight ? name : field["name"].note(.commandName, &errors)
    }

    private static func options(
        _ field: FormField, depth: Int, _ errors: inout FormErrors
    ) -> [ApplicationCommand.Option] {
        var read: [ApplicationCommand.Option] = []
        for field in field.list(0...25, &errors) ?? [] {
            guard let option = option(field, depth: depth, &errors) else { continue }
            if option.isRequired, read.contains(where: { !$0.isRequired && $0.kind != .subcommand }) {
                errors.add(.requiredOptionLast, at: field.path)
            }
            read.append(option)
        }
        return read
    }

    private static func option(
        _ field: FormField, depth: Int, _ errors: inout FormErrors
    ) -> ApplicationCommand.Option? {
        guard field.isObject(required: true, &errors) else { return nil }
        let kinds = depth == 0 ? [1, 3, 4, 5] : [3, 4, 5]
        let kind = field["type"].choice(of: kinds, required: true, &errors)
        let name = name(field, &errors)
        _ = field["description"].text(1...100, required: true, &errors)
        let isRequired = field["required"].flag(&errors) ?? false
        let (least, most) = (
            field["min_length"].integer(0...6000, &errors) ?? 0, field["max_length"].integer(1...6000, &errors) ?? 6000
        )
        var choices: [String] = []
        for choice in field["choices"].list(0...25, &errors) ?? [] {
            _ = choice["name"].text(1...100, required: true, &errors)
            if let value = choice["value"].text(1...100, required: true, &errors) { choices.append(value) }
        }
        guard let name, let kind = kind.flatMap(ApplicationCommand.OptionKind.init) else { return nil }
        return ApplicationCommand.Option(
            kind: kind, name: name, isRequired: isRequired, choices: choices, lengths: least...max(least, most),
            options: kind == .subcommand ? options(field["options"], depth: depth + 1, &errors) : [])
    }
}
