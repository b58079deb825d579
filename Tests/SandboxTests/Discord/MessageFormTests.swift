import Testing

@testable import Sandbox

@Suite struct MessageFormTests {
    /// The answer's `errors` for a body that must be refused.
    private func faults(_ body: JSONValue) throws -> JSONValue {
        let error = #expect(throws: DiscordError.self) { try MessageForm(FormField(body)) }
        #expect(error?.status == 400 && error?.code == 50035 && error?.message == "Invalid Form Body")
        return try #require(error?.form).json
    }

    private func code(_ faults: JSONValue?) -> String? { faults?["_errors"]?[0]?["code"]?.string }

    private static func text(_ count: Int) -> JSONValue { .string(String(repeating: "x", count: count)) }

    @Test func `what is as long as allowed is taken`() throws {
        let field: JSONValue = ["name": Self.text(256), "value": Self.text(100)]
        let body: JSONValue = [
            "content": Self.text(2000), "nonce": Self.text(25),
            "embeds": [
                ["title": Self.text(256), "description": Self.text(4096), "footer": ["text": Self.text(936)]],
                ["author": ["name": Self.text(256)], "fields": [field, ["name": "n", "value": "v"]]],
            ],
        ]
        let form = try MessageForm(FormField(body))
        #expect(form.content?.count == 2000)
        #expect(form.embeds?[1]["fields"]?[0]?["inline"] == false)
        #expect(form.embeds?[0]["type"] == "rich")
    }

    @Test(
        arguments: [
            (["content": MessageFormTests.text(2001)], ["content"], "BASE_TYPE_MAX_LENGTH"),
            (["content": 5], ["content"], "STRING_TYPE_CONVERT"),
            (["nonce": MessageFormTests.text(26)], ["nonce"], "NONCE_TYPE_TOO_LONG"),
            (["nonce": true], ["nonce"], "NONCE_TYPE_INVALID_TYPE"),
            (["embeds": "x"], ["embeds"], "LIST_TYPE_CONVERT"),
            (["embeds": ["x"]], ["embeds", "0"], "MODEL_TYPE_CONVERT"),
            (["embeds": [["title": MessageFormTests.text(257)]]], ["embeds", "0", "title"], "BASE_TYPE_MAX_LENGTH"),
            (
                ["embeds": [["description": MessageFormTests.text(4097)]]], ["embeds", "0", "description"],
                "BASE_TYPE_MAX_LENGTH"
            ),
            (["embeds": [["color": 16_777_216]]], ["embeds", "0", "color"], "NUMBER_TYPE_MAX"),
            (["embeds": [["url": "ftp://a.example"]]], ["embeds", "0", "url"], "URL_TYPE_INVALID_SCHEME"),
            (["embeds": [["timestamp": "now"]]], ["embeds", "0", "timestamp"], "DATE_TIME_TYPE_PARSE"),
            (["embeds": [["fields": [["name": "n"]]]]], ["embeds", "0", "fields", "0", "value"], "BASE_TYPE_REQUIRED"),
            (["embeds": [["footer": [:]]]], ["embeds", "0", "footer", "text"], "BASE_TYPE_REQUIRED"),
            (["embeds": .array(Array(repeating: ["title": "x"], count: 11))], ["embeds"], "BASE_TYPE_MAX_LENGTH"),
            (
                ["embeds": .array(Array(repeating: ["description": MessageFormTests.text(3001)], count: 2))],
                ["embeds"],
                "MAX_EMBED_SIZE_EXCEEDED"
            ),
            (["allowed_mentions": ["parse": ["friends"]]], ["allowed_mentions", "parse", "0"], "BASE_TYPE_CHOICES"),
            (
                ["allowed_mentions": ["parse": ["users"], "users": ["1"]]], ["allowed_mentions"],
                "MESSAGE_ALLOWED_MENTIONS_PARSE_EXCLUSIVE"
            ),
            (["enforce_nonce": "yes"], ["enforce_nonce"], "BOOLEAN_TYPE_CONVERT"),
            (["message_reference": [:]], ["message_reference", "message_id"], "BASE_TYPE_REQUIRED"),
        ] as [(JSONValue, [String], String)])
    func `what is not allowed is named by its path`(body: JSONValue, path: [String], expected: String) throws {
        let found = try path.reduce(try faults(body)) { try #require($0[$1]) }
        #expect(code(found) == expected)
    }

    @Test func `everything that is wrong is told at once`() throws {
        let all = try faults(["content": Self.text(2001), "nonce": Self.text(26), "embeds": [["color": -1]]])
        #expect(code(all["content"]) != nil && code(all["nonce"]) != nil)
        #expect(code(all["embeds"]?["0"]?["color"]) == "NUMBER_TYPE_MIN")
    }

    @Test func `absent parts stay absent and null clears`() throws {
        let edit = try MessageForm(FormField(["content": nil, "components": []]))
        #expect(edit.content == "" && edit.components == [])
        #expect(edit.embeds == nil)
        #expect(edit.isEmpty)
    }

    @Test func `a length is counted in UTF-16 units after trimming`() throws {
        let emoji = String(repeating: "😀", count: 1000)
        #expect(try MessageForm(FormField(["content": .string("  \(emoji)\n")])).content == emoji)
        _ = try faults(["content": .string(emoji + "!")])
    }

    @Test func `only allowed users are mentioned`() throws {
        let person = DiscordWorld.operatorUser
        let content: JSONValue = .string("hi <@\(person)> @everyone")
        func form(_ mentions: JSONValue?) throws -> MentionForm {
            var body: JSONValue = ["content": content]
            body["allowed_mentions"] = mentions
            return try MessageForm(FormField(body)).mentions
        }
        #expect(try form(nil).mentioned(in: content.string ?? "") == [DiscordWorld.person])
        #expect(try form(nil).mentionsEveryone(in: content.string ?? ""))
        let none = try form(["parse": []])
        #expect(none.mentioned(in: content.string ?? "").isEmpty)
        #expect(!none.mentionsEveryone(in: content.string ?? ""))
        let one = try form(["users": [person.json]])
        #expect(one.mentioned(in: content.string ?? "") == [DiscordWorld.person])
    }
}
