import Foundation

extension Interaction {
    /// The data of INTERACTION_CREATE.
    func event(in guild: DiscordGuild) -> JSONValue {
        var member = user.memberJSON(joined: guild.created)
        member["permissions"] = guild.permissions(of: user).json
        var data: JSONValue = [
            "id": id.json, "application_id": DiscordWorld.application.json, "type": JSONValue(type),
            "token": .string(token), "version": 1, "data": payload, "member": member,
            "guild_id": DiscordWorld.guild.json, "guild_locale": "en-US", "locale": "en-US",
            "guild": [
                "id": DiscordWorld.guild.json, "locale": "en-US", "features": DiscordWorld.guildFeatures,
            ],
            "channel_id": channel.json, "app_permissions": guild.permissions(of: DiscordWorld.bot).json,
            "entitlements": [],
            "authorizing_integration_owners": ["0": DiscordWorld.guild.json], "context": 0,
            "attachment_size_limit": 10_485_760,
        ]
        if var place = guild.channels[channel]?.json {
            place["permissions"] = guild.permissions(of: user).json
            data["channel"] = place
        }
        if let message = message.flatMap({ guild.channels[channel]?.message($0) }) { data["message"] = message.json() }
        return data
    }

    private var payload: JSONValue {
        switch kind {
        case .command(let id, let name, let options):
            return [
                "id": id.json, "name": .string(name), "type": 1, "guild_id": DiscordWorld.guild.json,
                "options": .array(options),
            ]
        case .button(let customID):
            return ["component_type": 2, "custom_id": .string(customID), "id": 0]
        case .modal(let customID, let values, let inputs):
            let rows = inputs.enumerated().map { index, input -> JSONValue in
                let field: JSONValue = [
                    "type": 4, "id": JSONValue(index * 2 + 2), "custom_id": .string(input.customID),
                    "value": .string(values[input.customID] ?? ""),
                ]
                let id = JSONValue(index * 2 + 1)
                return input.isLabelled
                    ? ["type": 18, "id": id, "component": field] : ["type": 1, "id": id, "components": [field]]
            }
            return ["custom_id": .string(customID), "components": .array(rows)]
        }
    }

    /// MessageComponentInteractionMetadataResponse, on messages that answer this interaction.
    var metadata: JSONValue {
        var metadata: JSONValue = [
            "id": id.json, "type": JSONValue(type), "user": user.json,
            "authorizing_integration_owners": ["0": DiscordWorld.guild.json],
        ]
        switch kind {
        case .command:
            break
        case .button:
            metadata["interacted_message_id"] = message?.json
        case .modal:
            var trigger: JSONValue = [
                "id": id.json, "type": message == nil ? 2 : 3, "user": user.json,
                "authorizing_integration_owners": ["0": DiscordWorld.guild.json],
            ]
            trigger["interacted_message_id"] = message?.json
            metadata["triggering_interaction_metadata"] = trigger
        }
        return metadata
    }

    /// InteractionCallbackResponse, for `with_response=true`.
    func response(type: Int, message: DiscordMessage?) -> JSONValue {
        var body: JSONValue = [
            "id": id.json, "type": JSONValue(self.type), "channel_id": channel.json,
            "guild_id": DiscordWorld.guild.json,
        ]
        guard let message else { return ["interaction": body] }
        body["response_message_id"] = message.id.json
        body["response_message_loading"] = .bool(message.flags & DiscordMessage.Flag.loading != 0)
        body["response_message_ephemeral"] = .bool(message.isEphemeral)
        // A deferred answer has no resource yet.
        guard [4, 7].contains(type) else { return ["interaction": body] }
        return ["interaction": body, "resource": ["type": JSONValue(type), "message": message.json()]]
    }
}
