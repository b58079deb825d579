import CheckedYAML
import Foundation
import Testing

@testable import Scraper

@Suite struct SelectorPackTests {
    private static let minimal = """
        name: test
        version: 1
        urls:
          login: "login"
          inbox: "inbox"
          conversation: "chat/{id}"
          conversationID: "chat/([0-9]+)"
        roles:
          loginUsername: ["#u"]
          loginPassword: ["#p"]
          loginSubmit: ["#s"]
          signedIn: ["#me"]
          list: ["#list"]
          row: [".row"]
          rowLink: ["a"]
          rowName: [".name"]
          bubble: [".bubble"]
          bubbleText: [".text", { css: "p", attribute: title }]
          bubbleOwn: [".own"]
          textBox: ["textarea"]
          send: ["button"]
        """

    private func faults(_ yaml: String) -> [FileFault] {
        do {
            _ = try SelectorPack(yaml: yaml)
            return []
        } catch {
            return error.faults
        }
    }

    private func replacing(_ old: String, _ new: String) -> String {
        Self.minimal.replacingOccurrences(of: old, with: new)
    }

    @Test func `A pack is read with its candidates in order`() throws {
        let pack = try SelectorPack(yaml: Self.minimal)
        #expect(pack.name == "test")
        #expect(pack.roles[.bubbleText] == [.init(css: ".text"), .init(css: "p", attribute: "title")])
        #expect(pack.address(of: "77") == "chat/77")
        #expect(pack.overlays.isEmpty)
    }

    @Test func `What is required depends on what kind of site it is`() throws {
        let bare = Self.minimal.replacingOccurrences(
            of: #"  (login|conversation|conversationID|loginUsername|loginPassword|loginSubmit|rowLink): .*\n"#,
            with: "",
            options: .regularExpression)
        #expect(faults(bare).map(\.problem) == ["roles lacks rowID, conversationShown"])
        let clicked = try SelectorPack(
            yaml: bare + "\n  rowID: [{ css: .row, attribute: id }]\n  conversationShown: [\".open\"]")
        #expect(clicked.form == .init(hasSignIn: false, opening: .click))
        #expect(clicked.address(of: "77") == nil)

        let alone = bare.replacingOccurrences(of: #"  (list|row|rowName): .*\n"#, with: "", options: .regularExpression)
        let only = try SelectorPack(yaml: alone.replacingOccurrences(of: "urls:", with: "only: \"7\"\nurls:"))
        #expect(only.form == .init(hasSignIn: false, opening: .only("7")))
        #expect(only.address(of: "7") == "inbox")
    }

    @Test func `What a role's elements must be can be said in the place of what holds anyway`() throws {
        let pack = try SelectorPack(
            yaml: replacing("textBox: [\"textarea\"]", "textBox: { find: [\"textarea\"], must: [visible] }"))
        #expect(pack.roles[.textBox] == [.init(css: "textarea")])
        #expect(pack.invariants(of: .textBox) == [.visible])
        #expect(pack.invariants(of: .send) == [.visible, .one])
        #expect(pack.invariants(of: .row).isEmpty)
    }

    @Test(arguments: Platforms.names) func `The packs that are shipped have no fault`(name: String) throws {
        let pack = try Platforms.pack(name)
        #expect(pack.name == name)
    }

    @Test func `A misspelt role is told with its line and the right name`() {
        let faults = faults(replacing("bubbleOwn", "bubleOwn"))
        let misspelt = faults.first { $0.problem == "there is no role bubleOwn; did you mean bubbleOwn?" }
        #expect(misspelt?.line == 19)
        #expect(faults.contains { $0.problem == "roles lacks bubbleOwn" })
    }

    @Test func `All faults are told at once, in the order of their lines`() {
        let yaml = replacing("version: 1", "version: none\ncolour: red")
            .replacingOccurrences(of: "chat/{id}", with: "chat/")
            .replacingOccurrences(of: "[\".name\"]", with: "\".name\"")
        let lines = faults(yaml).map(\.line)
        #expect(lines == [2, 3, 7, 10, 17])
    }

    @Test(arguments: [
        ("name: test", "name: Test 1", "name must be"), ("chat/([0-9]+)", "chat/(", "not a regular expression"),
        ("chat/([0-9]+)", "chat/[0-9]+", "needs a group"),
        ("  send: [\"button\"]", "  send: []", "send must be a list"),
        ("  inbox: \"inbox\"\n", "", "inbox is missing"), ("[\"#u\"]", "[{ attribute: x }]", "css is missing"),
        ("[\"#u\"]", "[{ css: a, atribute: x }]", "did you mean attribute?"),
        ("urls:", "urls: x\nurl:", "a mapping with"),
        ("[\"#u\"]", "{ find: [a], must: [visble] }", "did you mean visible?"),
        ("[\"#u\"]", "{ must: [visible] }", "find is missing"),
        ("[\".name\"]", "[{ css: .name, rough: true }]", "rough is for times only"),
        ("  conversationID: \"chat/([0-9]+)\"\n", "", "needs conversationID beside it"),
        ("  conversation: \"chat/{id}\"\n", "", "needs conversation beside it"),
        ("version: 1", "version: 1\nonly: \"\"", "only must be"),
    ])
    func `A fault says what is wrong`(old: String, new: String, words: String) {
        let faults = faults(replacing(old, new))
        #expect(faults.contains { $0.problem.contains(words) && $0.line != nil }, "\(faults)")
    }

    @Test func `A file that is no YAML is told with its line`() {
        #expect(faults("name: [").first?.line != nil)
        #expect(faults("").first?.problem == "it is empty, or no mapping")
        #expect(faults("- a\n- b").isEmpty == false)
    }

    @Test func `A missing file names the variable`() {
        let error = #expect(throws: FileFaults.self) { try SelectorPack.load("/nowhere/pack.yaml") }
        #expect(error?.description.contains("SWITCHBOARD_PLATFORM_PACK") == true)
        #expect(error?.description.contains("/nowhere/pack.yaml") == true)
    }

    @Test func `The schema lists exactly the roles that are known, and those that are required`() throws {
        let schema = try JSONSerialization.jsonObject(with: Data(Platforms.text("pack.schema.json").utf8))
        let properties = (schema as? [String: Any])?["properties"] as? [String: Any]
        let roles = properties?["roles"] as? [String: Any]
        let names = (roles?["properties"] as? [String: Any])?.keys.sorted()
        #expect(names == Role.allCases.map(\.rawValue).sorted())
        #expect((roles?["required"] as? [String])?.sorted() == Role.required.map(\.rawValue).sorted())
        let role = (schema as? [String: Any]).flatMap { ($0["$defs"] as? [String: Any])?["role"] }
        let words = try String(decoding: JSONSerialization.data(withJSONObject: try #require(role)), as: UTF8.self)
        #expect(Invariant.allCases.allSatisfy { words.contains("\"\($0.rawValue)\"") })
    }

    @Test func `What the page gets holds roles by their names`() throws {
        let json = try JSONEncoder().encode(HealedPack(pack: try SelectorPack(yaml: Self.minimal), found: []))
        let object = try JSONSerialization.jsonObject(with: json) as? [String: Any]
        let row = (object?["roles"] as? [String: Any])?["row"] as? [[String: Any]]
        #expect(row?.first?["css"] as? String == ".row")
    }
}
