// Names in here are those of the wire.
// swift-format-ignore-file: AlwaysUseLowerCamelCase

/// Somebody used a slash command: an INTERACTION_CREATE of type 2.
struct CommandCall: OperatorInteraction, Equatable {
    var interaction: String
    var token: String
    var application: String
    var channel: String
    var person: DiscordPerson
    /// Without the slash; a subcommand stands behind a space.
    var name: String
    var options: [String: String]

    private struct Wire: Decodable {
        struct Call: Decodable {
            var name: String
            var options: [Option]?
        }
        struct Option: Decodable {
            var name: String
            var type: Int
            var value: Value?
            var options: [Option]?
        }
        /// Text, a number or a boolean.
        struct Value: Decodable {
            var text: String

            init(from decoder: any Decoder) throws {
                let container = try decoder.singleValueContainer()
                if let text = try? container.decode(String.self) {
                    self.text = text
                } else if let flag = try? container.decode(Bool.self) {
                    text = "\(flag)"
                } else {
                    text = "\(try container.decode(Int64.self))"
                }
            }
        }
        var id: String
        var token: String
        var application_id: String
        var type: Int
        var channel_id: String?
        var data: Call?
        var member: DiscordMember?
        var user: DiscordUser?
    }

    /// Nil for interactions of other kinds.
    init?(_ frame: GatewayFrame) throws {
        // Other kinds carry other data.
        struct Kind: Decodable { var type: Int }
        guard try frame.data(Kind.self).type == 2 else { return nil }
        let wire = try frame.data(Wire.self)
        guard let call = wire.data, let person = DiscordPerson(wire.member, wire.user) else { return nil }
        interaction = wire.id
        token = wire.token
        application = wire.application_id
        channel = wire.channel_id ?? ""
        self.person = person
        let subcommand = call.options?.first { $0.type == 1 }
        name = ([call.name] + [subcommand?.name].compactMap(\.self)).joined(separator: " ")
        options = Dictionary(
            (subcommand?.options ?? call.options ?? []).compactMap { option in
                option.value.map { (option.name, $0.text) }
            }, uniquingKeysWith: { first, _ in first })
    }
}

/// What people do besides pressing buttons.
enum OperatorCall: Sendable, Equatable {
    case command(CommandCall)
    case message(ThreadMessage)
}
