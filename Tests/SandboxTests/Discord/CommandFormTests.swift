import Foundation
import Testing

@testable import Sandbox

/// Slash commands and people's messages, as Discord has them.
@Suite struct CommandFormTests {
    private let start = Date(timeIntervalSince1970: 1_800_000_000)

    private func guild(_ commands: JSONValue) throws -> DiscordGuild {
        var guild = DiscordGuild(created: start, random: SeededRandom(seed: 1))
        _ = guild.overwrite(commands: try CommandForm.read(FormField(commands)), at: start)
        return guild
    }

    private static let reply: JSONValue = [
        "name": "reply", "description": "Send",
        "options": [["type": 3, "name": "text", "description": "What", "required": true, "max_length": 5]],
    ]
    private static let snippet: JSONValue = [
        "name": "snippet", "description": "Texts",
        "options": [
            [
                "type": 1, "name": "send", "description": "Send one",
                "options": [["type": 3, "name": "name", "description": "Which", "required": true]],
            ]
        ],
    ]

    @Test func `registering takes the place of all commands and keeps what did not change`() throws {
        var guild = try guild([Self.reply, Self.snippet])
        let before = guild.commands
        var changed = Self.reply
        changed["description"] = "Send a text"
        _ = guild.overwrite(commands: try CommandForm.read(FormField([changed])), at: start)
        #expect(guild.commands.map(\.name) == ["reply"])
        #expect(guild.commands[0].id == before[0].id && guild.commands[0].version != before[0].version)
        _ = guild.overwrite(commands: try CommandForm.read(FormField([changed])), at: start)
        #expect(guild.commands[0].version != before[0].version)
    }

    @Test(
        arguments: [
            ["name": "Reply", "description": "x"], ["name": "re ply", "description": "x"], ["name": "reply"],
            ["name": "reply", "description": "x", "type": 7],
            [
                "name": "reply", "description": "x",
                "options": [
                    ["type": 3, "name": "a", "description": "x"],
                    ["type": 3, "name": "b", "description": "x", "required": true],
                ],
            ],
        ] as [JSONValue])
    func `what Discord does not take is refused`(command: JSONValue) {
        #expect(throws: DiscordError.self) { try CommandForm.read(FormField([command])) }
    }

    @Test func `two commands of one name are refused`() {
        #expect(throws: DiscordError.self) { try CommandForm.read(FormField([Self.reply, Self.reply])) }
    }

    @Test func `a command is used with the values that it takes, and with no others`() throws {
        var guild = try guild([Self.reply, Self.snippet])
        _ = guild.takeEvents()
        func call(_ name: String, _ values: [(name: String, value: String)], _ subcommand: String? = nil) -> Bool {
            guild.call(
                name, values, subcommand: subcommand, in: DiscordWorld.channel, by: DiscordWorld.guest, at: start)
                != nil
        }
        #expect(!call("reply", []) && !call("reply", [("text", "too long")]) && !call("reply", [("other", "a")]))
        #expect(!call("unknown", []) && !call("snippet", [("name", "a")]) && !call("reply", [("text", "a")], "send"))
        #expect(call("reply", [("text", "a")]) && call("snippet", [("name", "a")], "send"))
        let events = guild.takeEvents().map(\.data)
        #expect(events.count == 2 && events.allSatisfy { $0["type"] == 2 && $0["message"] == nil })
        #expect(events[0]["data"]?["options"]?[0]?["value"] == "a")
        #expect(events[1]["data"]?["options"]?[0]?["options"]?[0]?["name"] == "name")
        #expect(events[0]["member"]?["permissions"] == DiscordPermissions.usual.json)
    }

    @Test func `a command is answered with a message or a form, and changes no message`() throws {
        var guild = try guild([Self.reply])
        func call() throws -> Interaction {
            let called = guild.call(
                "reply", [("text", "a")], in: DiscordWorld.channel, by: DiscordWorld.person, at: start)
            return try #require(called)
        }
        let refused = try call()
        #expect(throws: DiscordError.self) {
            try guild.answer(refused.id, token: refused.token, try CallbackForm(FormField(["type": 6])), at: start)
        }
        let deferred: JSONValue = ["type": 5, "data": ["flags": 64]]
        _ = try guild.answer(refused.id, token: refused.token, try CallbackForm(FormField(deferred)), at: start)
        let body = try MessageForm(FormField(["content": "done"]))
        let told = try guild.editOriginal(token: refused.token, body, at: start + 1)
        #expect(told.isEphemeral && told.content == "done" && told.kind == .command)
    }

    @Test func `only sessions with the intent see what people write`() throws {
        var guild = try guild([])
        _ = guild.write("hi", in: DiscordWorld.channel, by: DiscordWorld.person, at: start)
        let event = try #require(guild.takeEvents().first { $0.name == "MESSAGE_CREATE" })
        let blind = GatewaySession(id: "a", intents: [.guilds, .messages], connection: 1)
        let seeing = GatewaySession(id: "b", intents: [.guilds, .messages, .messageContent], connection: 2)
        #expect(blind.wants(event) && blind.shown(event)["content"] == "")
        #expect(seeing.shown(event)["content"] == "hi")
        #expect(!GatewaySession(id: "c", intents: .guilds, connection: 3).wants(event))
        _ = try guild.post(try MessageForm(FormField(["content": "own"])), in: DiscordWorld.channel, at: start)
        let own = try #require(guild.takeEvents().first { $0.name == "MESSAGE_CREATE" })
        #expect(blind.shown(own)["content"] == "own")
    }
}
