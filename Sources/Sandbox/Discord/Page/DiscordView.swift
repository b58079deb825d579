import Foundation

/// What the page at `/discord` shows. Its shape belongs to the page's script; it is no part of Discord's API.
enum DiscordView {
    /// Messages of the chosen channel that are shown, the newest.
    static let messageLimit = 100

    static func json(_ state: DiscordState, channel id: Snowflake?) -> JSONValue {
        let chosen = id.flatMap { state.guild.channels[$0] }
        return [
            "guild": .string(DiscordWorld.guildName),
            "users": .object(users),
            "commands": .array(state.guild.commands.map(\.json)),
            "connected": .bool(state.gateway.hasSession),
            "channels": .array(state.guild.rooms.map(entry)),
            "threads": .array(state.guild.threads.sorted { lastTime($0) > lastTime($1) }.map(entry)),
            "chosen": chosen.map(channel) ?? nil,
            "modal": modal(state) ?? nil,
        ]
    }

    private static var users: [String: JSONValue] {
        let names = DiscordWorld.users.values.map { ($0.id.description, JSONValue.string($0.shownName)) }
        return Dictionary(names, uniquingKeysWith: { first, _ in first })
    }

    private static func entry(_ channel: DiscordChannel) -> JSONValue {
        let last = channel.messages.last { !$0.isDeleted }
        return [
            "id": channel.id.json, "name": .string(channel.name),
            "archived": .bool(channel.thread?.isArchived ?? false), "at": .integer(lastTime(channel)),
            "waiting": .bool(last?.buttons.isEmpty == false),
        ]
    }

    private static func lastTime(_ channel: DiscordChannel) -> Int64 {
        (channel.messages.last?.id ?? channel.id).milliseconds
    }

    private static func channel(_ channel: DiscordChannel) -> JSONValue {
        let messages = channel.messages.filter { !$0.isDeleted }.suffix(messageLimit)
        return [
            "id": channel.id.json, "name": .string(channel.name),
            "messages": .array(messages.map(message)),
        ]
    }

    private static func message(_ message: DiscordMessage) -> JSONValue {
        [
            "id": message.id.json, "type": .integer(message.kind.rawValue),
            "author": .string(message.author.shownName), "bot": .bool(message.author.isBot),
            "at": .integer(message.created.milliseconds), "edited": .bool(message.edited != nil),
            "ephemeral": .bool(message.isEphemeral),
            "thinking": .bool(message.flags & DiscordMessage.Flag.loading != 0),
            "content": .string(message.content), "embeds": .array(message.embeds),
            "components": .array(message.components),
            "attachments": .array(
                message.attachments.map { attachment in
                    [
                        "name": .string(attachment.file.filename),
                        "type": .string(attachment.file.type ?? ""), "size": JSONValue(attachment.file.data.count),
                        "description": .string(attachment.file.description ?? ""),
                        "path": .string("attachments/\(message.channel)/\(message.id)/\(attachment.id)"),
                    ]
                }),
        ]
    }

    /// The modal that is open for the person at the page: of their last press, while its answer is fresh.
    private static func modal(_ state: DiscordState) -> JSONValue? {
        guard let press = state.guild.interactions.all.last(where: { $0.origin == .person }), !press.isModalSent,
            case .modal(let modal) = press.answer
        else { return nil }
        let inputs = modal.inputs.map { input -> JSONValue in
            [
                "id": .string(input.customID), "label": .string(input.label), "value": .string(input.value),
                "paragraph": .bool(input.isParagraph), "least": JSONValue(input.lengths.lowerBound),
                "most": JSONValue(input.lengths.upperBound),
            ]
        }
        return ["interaction": press.id.json, "title": .string(modal.title), "inputs": .array(inputs)]
    }
}
