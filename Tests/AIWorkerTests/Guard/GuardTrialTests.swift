import Foundation
import Testing

@testable import AIWorker

@Suite struct `Trying texts on the guard` {
    private func answers(_ lines: [String], asJSON: Bool = true) -> (lines: [String], hasFaults: Bool) {
        var trial = GuardTrial(check: OutgoingGuard(.shipped), asJSON: asJSON)
        let answers = lines.compactMap { trial.answer(.bytes(Array($0.utf8))) }
        return (answers, trial.hasFaults)
    }

    private func object(_ line: String?) throws -> [String: Any] {
        try #require(try JSONSerialization.jsonObject(with: Data((line ?? "").utf8)) as? [String: Any])
    }

    @Test func `each line is answered with a verdict, a rule and a reason`() throws {
        let (lines, hasFaults) = answers([#"{"text": "send me money"}"#, #"{"text": "Hello!"}"#])
        let held = try object(lines.first)
        #expect(held["verdict"] as? String == "hold")
        #expect(held["rule"] as? String == "money")
        #expect((held["reason"] as? String)?.isEmpty == false)
        #expect(lines.last == #"{"reason":null,"rule":null,"verdict":"pass"}"#)
        #expect(!hasFaults)
    }

    @Test func `what came in may be a text or a list of texts`() throws {
        let (lines, _) = answers([
            #"{"text": "Hi!", "incoming": "im 15"}"#, #"{"text": "Hi!", "incoming": ["hello", "im 15"]}"#,
            #"{"text": "Hi!", "incoming": []}"#, #"{"text": "Hi!", "incoming": null}"#,
        ])
        #expect(try lines.map { try object($0)["verdict"] as? String } == ["hold", "hold", "pass", "pass"])
    }

    @Test func `a line that cannot be read is told with its number, and the next is read`() throws {
        let (lines, hasFaults) = answers([
            "nonsense", #"{"txt": "x"}"#, #"{"text": 5}"#, "", #"{"text": "x", "incoming": {}}"#, "[]",
            #"{"text": "Hello!"}"#,
        ])
        #expect(hasFaults)
        #expect(try lines.map { try object($0)["line"] as? Int } == [1, 2, 3, 5, 6, nil])
        let errors = try lines.dropLast().map { try object($0)["error"] as? String ?? "" }
        #expect(errors[0] == "line 1: it is not JSON")
        #expect(errors[1].contains("lacks text"))
        #expect(errors[2].contains("text must be a text"))
        #expect(errors[3].contains("incoming"))
        #expect(lines.last?.contains("pass") == true)
    }

    @Test func `in words it says the same`() {
        let (lines, _) = answers([#"{"text": "send me money"}"#, #"{"text": "Hello!"}"#, "x"], asJSON: false)
        #expect(lines[0].hasPrefix("line 1: held by money: "))
        #expect(Array(lines[1...]) == ["line 2: passes", "line 3: it is not JSON"])
    }

    @Test func `a line that is too long or no text is told, and its words are not kept`() {
        var lines = BoundedLines(limit: 5)
        #expect(lines.take(Array("ab".utf8)) == [])
        #expect(
            lines.take(Array("c\n12345\n123456\n\nx".utf8)) == [
                .bytes(Array("abc".utf8)), .bytes(Array("12345".utf8)), .tooLong, .bytes([]),
            ])
        #expect(lines.finish() == [.bytes(Array("x".utf8))])
        #expect(lines.finish() == [])
        var trial = GuardTrial(check: OutgoingGuard(.shipped), asJSON: false)
        #expect(trial.answer(.tooLong)?.contains("line 1: it is longer than") == true)
        #expect(trial.answer(.bytes([0xFF, 0xFE])) == "line 2: it is not UTF-8")
    }
}
