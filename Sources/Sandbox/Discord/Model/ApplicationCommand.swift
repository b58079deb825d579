/// A slash command of the bot's, as it was registered.
struct ApplicationCommand: Sendable {
    /// ApplicationCommandOptionType, those that a text can be given for.
    enum OptionKind: Int, Sendable {
        case subcommand = 1
        case text = 3
        case integer = 4
        case boolean = 5
    }

    struct Option: Sendable {
        var kind: OptionKind
        var name: String
        var isRequired: Bool
        /// The values that it can have; empty for any.
        var choices: [String]
        var lengths: ClosedRange<Int>
        /// Of a subcommand.
        var options: [Option]
    }

    let id: Snowflake
    /// Grows with each change.
    let version: Snowflake
    let name: String
    let options: [Option]
    /// As it was sent.
    let form: JSONValue

    /// ApplicationCommandResponse.
    var json: JSONValue {
        var json = form
        json["id"] = id.json
        json["version"] = version.json
        json["type"] = 1
        json["application_id"] = DiscordWorld.application.json
        json["guild_id"] = DiscordWorld.guild.json
        return json
    }

    /// What Discord's program would let a person send: nil when a value is missing, unknown or has another form.
    func check(_ values: [(name: String, value: String)], subcommand: String?) -> [JSONValue]? {
        var known = options
        if options.first?.kind == .subcommand {
            guard let chosen = options.first(where: { $0.name == subcommand }) else { return nil }
            known = chosen.options
        } else if subcommand != nil {
            return nil
        }
        var given: [JSONValue] = []
        for option in known {
            guard let value = values.first(where: { $0.name == option.name })?.value else {
                if option.isRequired { return nil }
                continue
            }
            guard let json = option.read(value) else { return nil }
            given.append(["name": .string(option.name), "type": JSONValue(option.kind.rawValue), "value": json])
        }
        guard values.allSatisfy({ value in known.contains { $0.name == value.name } }) else { return nil }
        guard let subcommand else { return given }
        return [["name": .string(subcommand), "type": 1, "options": .array(given)]]
    }
}

extension ApplicationCommand.Option {
    fileprivate func read(_ value: String) -> JSONValue? {
        guard choices.isEmpty || choices.contains(value) else { return nil }
        switch kind {
        case .text: return lengths.contains(value.utf16.count) ? .string(value) : nil
        case .integer: return Int64(value).map { .integer($0) }
        case .boolean: return ["true", "false"].contains(value) ? .bool(value == "true") : nil
        case .subcommand: return nil
        }
    }
}
