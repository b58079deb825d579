import CheckedYAML
import Foundation
import Shared
import Testing

@testable import AIWorker

@Suite struct `The guard's rule file` {
    @Test func `the rules that come with the program have no fault`() throws {
        let rules = try GuardRules.builtIn()
        #expect(rules.rules.count >= 10)
        #expect(rules.languages.count >= 11)
        for list in GuardRules.WordList.allCases { #expect(!rules.list(list).isEmpty, "\(list)") }
    }

    /// The person who writes a file gets all faults, each with its line.
    @Test(arguments: [
        ("rules:\n  money:\n    phrases:\n      en: [\"~3 a\"]", 4, "begins with a word"),
        ("rules:\n  money:\n    phrases:\n      en: [\"a ~3\"]", 4, "ends with a word"),
        ("rules:\n  money:\n    phrases:\n      en: [\"a ~x b\"]", 4, "number of words"),
        ("rules:\n  money:\n    phrases:\n      en: [\"<nothing>\"]", 4, "no list nothing"),
        ("rules:\n  money:\n    phrases:\n      en: [\"ab*\"]", 4, "too short"),
        ("rules:\n  money:\n    names: [abc]", 3, "at least four letters"),
        ("rules:\n  my-own:\n    phrases: {en: [a]}", 3, "reason is missing"),
        ("rules:\n  my-own:\n    reason: why", 3, "needs phrases or names"),
        ("rules:\n  My Own:\n    reason: why\n    names: [word]", 3, "lower-case"),
        ("rules:\n  money:\n    phrase: {en: [a]}", 3, "phrase is not known here"),
        ("rules:\n  money:\n    reads: both\n    names: [word]", 3, "reply or incoming"),
        ("limits:\n  characters: 5000", 2, "700 at most"), ("limits:\n  characters: many", 2, "a number from 1"),
        ("languages:\n  fi: ja ei", 2, "cannot be added"), ("rule: {}", 1, "rule is not known here"),
    ])
    func `a fault is told with its line`(yaml: String, line: Int, words: String) throws {
        let error = #expect(throws: FileFaults.self) { try GuardRules.shipped.adding(yaml, source: "own.yaml") }
        #expect(
            error?.faults.contains { $0.problem.contains(words) && $0.line == line } == true,
            "\(String(describing: error))")
        #expect(error?.description.contains("own.yaml") == true)
    }

    @Test func `a file that is no YAML is told with a line`() {
        let error = #expect(throws: FileFaults.self) { try GuardRules.shipped.adding("rules: [", source: "o") }
        #expect(error?.faults.first?.problem.hasPrefix("is not YAML") == true)
        #expect(error?.faults.first?.line != nil)
    }

    @Test func `all faults are told at once`() {
        let yaml = "limits: {lines: 0}\nrules:\n  money:\n    names: [a, b]"
        let error = #expect(throws: FileFaults.self) { try GuardRules.shipped.adding(yaml, source: "own.yaml") }
        #expect(error?.faults.map(\.line) == [1, 4, 4])
    }

    @Test func `a file of the operator's adds rules, phrases and words, and lowers limits`() throws {
        let yaml = """
            limits: {characters: 50}
            words: {apps: [chatterbox]}
            rules:
              money: {phrases: {en: [shiny pebbles]}}
              weather: {reason: No weather., phrases: {en: [rain ~2 "<apps>|snow"]}}
              angry: {reason: They are angry., reads: incoming, names: [furious]}
            """
            .replacing("[rain ~2 \"<apps>|snow\"]", with: "[\"rain ~2 <apps>|snow\"]")
        let check = OutgoingGuard(try GuardRules.shipped.adding(yaml, source: "own.yaml"))
        #expect(check.check("I like shiny pebbles")?.rule == "money")
        #expect(check.check("rain and then snow")?.rule == "weather")
        #expect(check.check("rain and then snow")?.reason == "No weather.")
        #expect(check.check("rain on my chatterbox")?.rule == "weather")
        #expect(check.check("Oh dear.", incoming: ["I am f-u-r-i-o-u-s"])?.rule == "angry")
        #expect(
            check.check(String(repeating: "so it is ", count: 3) + "and that was it, or what do you say?")?.rule
                == "length")
        // Nothing is taken away.
        #expect(check.check("send me money")?.rule == "money")
        #expect(check.check("Nice weather today.") == nil)
    }

    @Test func `a file may be empty of everything but one addition, and not empty`() throws {
        #expect(try GuardRules.shipped.adding("limits: {lines: 3}", source: "o").limits.lines == 3)
        #expect(throws: FileFaults.self) { try GuardRules.shipped.adding("", source: "o") }
    }

    @Test func `the schema knows the same keys`() throws {
        let path = URL(filePath: #filePath).deletingLastPathComponent()
            .appending(path: "../../../Sources/AIWorker/Rules/guard.schema.json")
        let schema = try JSONSerialization.jsonObject(with: Data(contentsOf: path)) as? [String: Any]
        let properties = try #require(schema?["properties"] as? [String: [String: Any]])
        #expect(properties.keys.sorted() == ["languages", "limits", "rules", "topics", "words"])
        let limits = properties["limits"]?["properties"] as? [String: Any]
        let names = Mirror(reflecting: GuardRules.shipped.limits).children.compactMap(\.label)
        #expect(limits?.keys.sorted() == names.sorted())
    }
}
