import Foundation
import Testing

@testable import Sandbox

@Suite struct InteractionTests {
    private let start = Date(timeIntervalSince1970: 1_800_000_000)

    /// A guild with a draft, and a press of its Approve button.
    private func pressed() throws -> (guild: DiscordGuild, press: Interaction) {
        var guild = DiscordGuild(created: start, random: SeededRandom(seed: 1))
        let draft = try MessageForm(FormField(Self.draft))
        let message = try guild.post(draft, in: DiscordWorld.channel, at: start)
        _ = guild.takeEvents()
        let press = guild.press(
            "v1:approve:a:1", on: message.id, in: DiscordWorld.channel, by: .script, mode: "approve", at: start)
        return (guild, try #require(press))
    }

    private static let draft: JSONValue = [
        "content": "a draft",
        "components": [
            [
                "type": 1,
                "components": [
                    ["type": 2, "style": 3, "label": "Approve", "custom_id": "v1:approve:a:1"],
                    ["type": 2, "style": 2, "label": "Old", "custom_id": "old", "disabled": true],
                ],
            ]
        ],
    ]

    private func callback(_ body: JSONValue) throws -> CallbackForm { try CallbackForm(FormField(body)) }

    @Test func `a press tells all that a bot needs`() throws {
        var (guild, press) = try pressed()
        let event = try #require(guild.takeEvents().first)
        #expect(event.name == "INTERACTION_CREATE" && event.intents == nil)
        let data = event.data
        #expect(data["type"] == 3 && data["version"] == 1 && data["token"] == .string(press.token))
        #expect(data["data"]?["component_type"] == 2 && data["data"]?["custom_id"] == "v1:approve:a:1")
        #expect(data["member"]?["user"]?["id"] == DiscordWorld.operatorUser.json)
        #expect(data["message"]?["content"] == "a draft")
        #expect(data["channel_id"] == DiscordWorld.channel.json && data["guild_id"] == DiscordWorld.guild.json)
    }

    @Test func `buttons that are disabled or gone cannot be pressed`() throws {
        var (guild, press) = try pressed()
        let place = (try #require(press.message), press.channel)
        func pressing(_ id: String) -> Interaction? {
            guild.press(id, on: place.0, in: place.1, by: .person, mode: "person", at: start)
        }
        #expect(pressing("old") == nil)
        #expect(pressing("unheard") == nil)
        _ = try guild.edit(place.0, in: place.1, try MessageForm(FormField(["components": []])), at: start)
        #expect(pressing("v1:approve:a:1") == nil)
    }

    @Test func `the first answer must come within three seconds, with the right token, once`() throws {
        var (guild, press) = try pressed()
        let acknowledge = try callback(["type": 6])
        #expect(throws: DiscordError.unknownInteraction) {
            try guild.answer(press.id, token: "x", acknowledge, at: start)
        }
        #expect(throws: DiscordError.unknownInteraction) {
            try guild.answer(press.id, token: press.token, acknowledge, at: start + 3.01)
        }
        _ = try guild.answer(press.id, token: press.token, acknowledge, at: start + 3)
        #expect(throws: DiscordError.alreadyAcknowledged) {
            try guild.answer(press.id, token: press.token, acknowledge, at: start + 3)
        }
        #expect(guild.interactions[press.id]?.answered == start + 3)
    }

    @Test func `the token opens follow-ups after the answer and for fifteen minutes`() throws {
        var (guild, press) = try pressed()
        let body = try MessageForm(FormField(["content": "done", "components": []]))
        #expect(throws: DiscordError.unknownWebhook) { try guild.followUp(token: press.token, body, at: start) }
        _ = try guild.answer(press.id, token: press.token, try callback(["type": 6]), at: start)
        let original = try guild.editOriginal(token: press.token, body, at: start + 899)
        #expect(original.id == press.message && original.content == "done" && original.buttons.isEmpty)
        let followUp = try guild.followUp(token: press.token, body, at: start + 899)
        #expect(followUp.reference?["message_id"] == press.message?.json)
        #expect(throws: DiscordError.invalidWebhookToken) {
            try guild.followUp(token: press.token, body, at: start + 900)
        }
    }

    @Test func `a deferred message is filled in by the first follow-up`() throws {
        var (guild, press) = try pressed()
        let answer = try guild.answer(press.id, token: press.token, try callback(["type": 5]), at: start)
        #expect(answer["interaction"]?["response_message_loading"] == true && answer["resource"] == nil)
        let body = try MessageForm(FormField(["content": "done"]))
        let first = try guild.followUp(token: press.token, body, at: start)
        let second = try guild.followUp(token: press.token, body, at: start)
        #expect(first.id.json == answer["interaction"]?["response_message_id"])
        #expect(first.flags & DiscordMessage.Flag.loading == 0)
        #expect(second.id != first.id)
    }

    @Test func `an ephemeral answer is not in the channel`() throws {
        var (guild, press) = try pressed()
        let answer = try callback(["type": 4, "data": ["content": "secret", "flags": 64]])
        let body = try guild.answer(press.id, token: press.token, answer, at: start)
        #expect(body["resource"]?["message"]?["content"] == "secret")
        #expect(body["interaction"]?["response_message_ephemeral"] == true)
        #expect(try guild.messages(in: press.channel, MessageQuery()).map(\.content) == ["a draft"])
        #expect(try guild.originalMessage(token: press.token, at: start).content == "secret")
    }

    @Test func `a modal is sent once, and not answered with another`() throws {
        var (guild, press) = try pressed()
        let input: JSONValue = ["type": 4, "custom_id": "text", "style": 2, "label": "Text", "value": "before"]
        let modal: JSONValue = [
            "type": 9,
            "data": ["custom_id": "m", "title": "Edit", "components": [["type": 1, "components": [input]]]],
        ]
        _ = try guild.answer(press.id, token: press.token, try callback(modal), at: start)
        #expect(guild.openedModals == [press.id])
        _ = guild.takeEvents()
        let sending = guild.send(modalOf: press.id, values: ["text": "after"], at: start)
        let sent = try #require(sending)
        let data = try #require(guild.takeEvents().first?.data)
        #expect(data["type"] == 5 && data["data"]?["custom_id"] == "m")
        #expect(data["data"]?["components"]?[0]?["components"]?[0]?["value"] == "after")
        let again = guild.send(modalOf: press.id, values: [:], at: start)
        #expect(again == nil)
        let another = try callback(modal)
        #expect(throws: DiscordError.self) { try guild.answer(sent.id, token: sent.token, another, at: start) }
    }

    @Test func `a field in a label comes back in a label, and only with a length it may have`() throws {
        var (guild, press) = try pressed()
        let input: JSONValue = ["type": 4, "custom_id": "code", "style": 1, "min_length": 1, "max_length": 6]
        let label: JSONValue = ["type": 18, "label": "Code", "description": "once", "component": input]
        let modal: JSONValue = ["type": 9, "data": ["custom_id": "m", "title": "Enter", "components": [label]]]
        _ = try guild.answer(press.id, token: press.token, try callback(modal), at: start)
        _ = guild.takeEvents()
        for wrong in ["", "1234567"] {
            let sending = guild.send(modalOf: press.id, values: ["code": wrong], at: start)
            #expect(sending == nil)
        }
        let sending = guild.send(modalOf: press.id, values: ["code": "123456"], at: start)
        #expect(sending != nil)
        let data = try #require(guild.takeEvents().first?.data)
        #expect(data["data"]?["components"]?[0]?["type"] == 18)
        #expect(data["data"]?["components"]?[0]?["component"]?["value"] == "123456")
    }

    @Test(arguments: [1, 2, 3, 8, 10]) func `other callbacks are refused`(type: Int64) {
        #expect(throws: DiscordError.self) { try callback(["type": .integer(type)]) }
    }
}
