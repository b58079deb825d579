import Foundation

/// What the outside world saw of Discord, deleted things included. Times are milliseconds since 1970.
enum DiscordLedger {
    static func json(_ state: DiscordState) -> JSONValue {
        let channels = state.guild.order.compactMap { state.guild.channels[$0] }
        return [
            "threads": .array(channels.filter { $0.thread != nil }.map(channel)),
            "channels": .array(channels.filter { $0.thread == nil }.map(channel)),
            "interactions": .array(state.guild.interactions.all.map(interaction)),
            "requests": state.counts.json,
            "gateway": [
                "connections": JSONValue(state.gateway.connections.count),
                "connectionsEver": JSONValue(state.counts.gatewayConnections),
                "sessions": JSONValue(state.gateway.sessions.count),
            ],
        ]
    }

    private static func channel(_ channel: DiscordChannel) -> JSONValue {
        [
            "id": channel.id.json, "name": .string(channel.name), "type": JSONValue(channel.kind.rawValue),
            "parent": channel.parent?.json ?? nil, "archived": .bool(channel.thread?.isArchived ?? false),
            "deleted": .bool(channel.isDeleted), "createdAtMs": .integer(channel.id.milliseconds),
            "messages": .array(channel.messages.map(message)),
        ]
    }

    private static func message(_ message: DiscordMessage) -> JSONValue {
        [
            "id": message.id.json, "type": .integer(message.kind.rawValue), "nonce": message.nonce ?? nil,
            "content": .string(message.content), "embeds": .array(message.embeds),
            "components": .array(message.components),
            "attachments": .array(message.attachments.map { $0.json(in: message.channel) }),
            "author": message.author.id.json,
            "createdAtMs": .integer(message.created.milliseconds),
            "edited": message.edited.map { .integer($0.milliseconds) } ?? nil,
            "answers": message.kind == .reply ? message.reference?["message_id"] ?? nil : nil,
            "deleted": .bool(message.isDeleted), "ephemeral": .bool(message.isEphemeral),
        ]
    }

    private static func interaction(_ interaction: Interaction) -> JSONValue {
        [
            "id": interaction.id.json, "type": JSONValue(interaction.type),
            "custom_id": .string(interaction.customID), "mode": .string(interaction.mode),
            "by": .string(interaction.origin.rawValue), "channel": interaction.channel.json,
            "message": interaction.message?.json ?? nil, "time": .integer(interaction.created.milliseconds),
            "answered": interaction.answered.map { .integer($0.milliseconds) } ?? nil,
        ]
    }
}
