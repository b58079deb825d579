extension DiscordRoute {
    /// Answers to presses and modals, and the messages that follow. The token in the path is the only key.
    static let interactions: [DiscordRoute] = [
        DiscordRoute("POST", "interactions/:interaction_id/:token/callback", .interaction, .interactionToken) {
            state, call throws(DiscordError) in
            let form = try CallbackForm(try call.form())
            let body = try state.guild.answer(
                try call.id("interaction_id"), token: call.parameters["token"] ?? "", form, at: call.now)
            return call.flag("with_response") ? .ok(body) : .nothing
        },
        webhook("POST", "") { state, call throws(DiscordError) in
            let form = try MessageForm(try call.form(), mentions: .interactionDefault)
            return .ok(try state.guild.followUp(token: call.token, form, at: call.now).json())
        },
        webhook("GET", "/messages/@original") { state, call throws(DiscordError) in
            .ok(try state.guild.originalMessage(token: call.token, at: call.now).json())
        },
        webhook("PATCH", "/messages/@original") { state, call throws(DiscordError) in
            let form = try MessageForm(try call.form(), mentions: .interactionDefault)
            return .ok(try state.guild.editOriginal(token: call.token, form, at: call.now).json())
        },
        webhook("DELETE", "/messages/@original") { state, call throws(DiscordError) in
            try state.guild.deleteFollowUp(token: call.token, message: nil, at: call.now)
            return .nothing
        },
        webhook("PATCH", "/messages/:message_id") { state, call throws(DiscordError) in
            let message = try call.id("message_id")
            let form = try MessageForm(try call.form(), mentions: .interactionDefault)
            return .ok(try state.guild.editFollowUp(token: call.token, message: message, form, at: call.now).json())
        },
        webhook("DELETE", "/messages/:message_id") { state, call throws(DiscordError) in
            try state.guild.deleteFollowUp(token: call.token, message: try call.id("message_id"), at: call.now)
            return .nothing
        },
    ]

    private static func webhook(_ method: String, _ rest: String, action: @escaping Action) -> DiscordRoute {
        DiscordRoute(method, "webhooks/:application_id/:token" + rest, .interaction, .interactionToken) {
            state, call throws(DiscordError) in
            guard try call.id("application_id") == DiscordWorld.application else { throw .unknownWebhook }
            return try action(&state, call)
        }
    }
}

extension DiscordCall {
    fileprivate var token: String { parameters["token"] ?? "" }
}
