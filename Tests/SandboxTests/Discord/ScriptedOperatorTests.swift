import Foundation
import Testing

@testable import Sandbox

@Suite struct ScriptedOperatorTests {
    private func message(_ ids: [String], content: String = "a draft", disabled: Bool = false) throws -> DiscordMessage
    {
        let buttons = ids.map { id -> JSONValue in
            ["type": 2, "style": 1, "label": "Go", "custom_id": .string(id), "disabled": .bool(disabled)]
        }
        let body: JSONValue = [
            "content": .string(content), "components": [["type": 1, "components": .array(buttons)]],
        ]
        let form = try MessageForm(FormField(body))
        return DiscordMessage(form, id: Snowflake(7), in: Snowflake(3), at: .now)
    }

    private func human(_ mode: OperatorScript.Mode) -> ScriptedOperator {
        ScriptedOperator(script: OperatorScript(mode: mode), random: SeededRandom(seed: 1))
    }

    private func take(_ message: DiscordMessage, by human: inout ScriptedOperator) throws -> ScriptedOperator.Draft {
        let draft = human.take(message)
        return try #require(draft)
    }

    private static let all = ["v1:approve:d:1", "v1:edit:d:1", "v1:discard:d:1"]

    @Test(
        arguments: [
            (.approve, ["v1:approve:d:1"]), (.twice, ["v1:approve:d:1", "v1:approve:d:1"]),
            (.discard, ["v1:discard:d:1"]), (.edit, ["v1:edit:d:1"]),
        ] as [(OperatorScript.Mode, [String])])
    func `each mode presses its button`(mode: OperatorScript.Mode, expected: [String]) throws {
        var human = human(mode)
        let draft = try take(try message(Self.all), by: &human)
        #expect(human.presses(on: try message(Self.all), for: draft) == expected)
    }

    @Test func `a draft is taken once and another one in its place again`() throws {
        var human = human(.approve)
        #expect(human.take(try message(Self.all)) != nil)
        #expect(human.take(try message(Self.all)) == nil)
        #expect(human.take(try message(["v1:approve:d:2"])) != nil)
    }

    @Test func `what has no approve button, or a disabled one, is no draft`() throws {
        var human = human(.approve)
        #expect(human.take(try message(["v1:pause:d:1"])) == nil)
        #expect(human.take(try message(Self.all, disabled: true)) == nil)
    }

    @Test func `the button must still be there when it is pressed`() throws {
        var human = human(.approve)
        let draft = try take(try message(Self.all), by: &human)
        #expect(human.presses(on: try message(Self.all, disabled: true), for: draft).isEmpty)
        #expect(human.presses(on: try message(["v1:approve:d:2"]), for: draft).isEmpty)
    }

    @Test func `a word inside a draft's name is not its purpose`() throws {
        var human = human(.discard)
        let ids = ["v1:approve:discard:1", "v1:discard:discard:1"]
        let draft = try take(try message(ids), by: &human)
        #expect(human.presses(on: try message(ids), for: draft) == ["v1:discard:discard:1"])
    }

    @Test func `other bots' buttons are known by their label`() throws {
        let button: JSONValue = ["type": 2, "style": 1, "label": "Approve", "custom_id": "x"]
        let form = try MessageForm(FormField(["content": "c", "components": [["type": 1, "components": [button]]]]))
        var human = human(.approve)
        #expect(human.take(DiscordMessage(form, id: Snowflake(7), in: Snowflake(3), at: .now))?.approval == "x")
    }

    @Test func `drafts left alone are taken when the mode changes`() throws {
        var human = human(.nothing)
        #expect(human.take(try message(Self.all)) == nil)
        human.set(OperatorScript(mode: .approve))
        #expect(human.take(try message(Self.all)) != nil)
    }

    @Test func `a text is edited once and then approved`() throws {
        var human = human(.edit)
        let inputs = [
            ComponentForm.TextInput(
                customID: "t", label: "T", value: "hello", isParagraph: true, isLabelled: false, lengths: 1...4000),
            ComponentForm.TextInput(
                customID: "s", label: "S", value: "0123456789", isParagraph: false, isLabelled: false, lengths: 1...30),
        ]
        let values = ScriptedOperator.values(for: inputs)
        #expect(values["t"] == "hello" + ScriptedOperator.mark)
        #expect((values["s"]?.utf16.count ?? 99) <= 30)
        let edited = try message(Self.all, content: values["t"] ?? "")
        let draft = try take(edited, by: &human)
        #expect(human.presses(on: edited, for: draft) == ["v1:approve:d:1"])
    }

    @Test func `delays are within the script's and the same for a seed`() {
        let script = OperatorScript(mode: .approve, delay: .milliseconds(300)...(.milliseconds(1500)))
        func delays() -> [Duration] {
            var human = ScriptedOperator(script: script, random: SeededRandom(seed: 4))
            return (0..<200).map { _ in human.delay() }
        }
        #expect(delays() == delays())
        #expect(delays().allSatisfy { script.delay.contains($0) })
        #expect(Set(delays()).count > 50)
    }
}
