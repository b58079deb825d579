import CheckedYAML
import Testing

@testable import Scraper

@Suite struct PackRevisionTests {
    private let text: String
    private var revision: PackRevision

    init() throws {
        text = try Platforms.text("meetme.yaml")
        revision = try PackRevision(text, source: "meetme.yaml")
    }

    private func changed(_ old: String, _ new: String) -> String { text.replacing(old, with: new) }

    @Test mutating func `A change is told once`() throws {
        let now = changed("version: 1", "version: 2")
        let (same, new) = (revision.take(text), revision.take(now))
        #expect(same == nil)
        #expect(new == .new(try SelectorPack(yaml: now)))
        let again = revision.take(now)
        #expect(again == nil)
        #expect(revision.pack.version == 2)
    }

    @Test mutating func `A comment changes nothing`() {
        let told = revision.take(text + "# a comment\n")
        #expect(told == nil)
    }

    @Test mutating func `Faults are told once, when they are there for two looks, and the pack before stays`() throws {
        let half = String(text.prefix(500))
        let first = revision.take(half)
        #expect(first == nil)
        let whole = revision.take(text)
        #expect(whole == nil)
        let faulty = changed("rowName:", "rowNane:")
        let looks = [revision.take(faulty), revision.take(faulty), revision.take(faulty)]
        #expect(looks[0] == nil && looks[2] == nil)
        guard case .faulty(let faults) = looks[1] else {
            Issue.record("no fault was told")
            return
        }
        #expect(faults.faults.contains { $0.line != nil && $0.problem.contains("did you mean rowName?") })
        #expect(revision.pack == (try SelectorPack(yaml: text)))
        let mended = revision.take(changed("version: 1", "version: 2"))
        #expect(mended != nil)
    }

    @Test mutating func `The platform's name cannot change`() {
        let other = changed("name: meetme", "name: other")
        let looks = [revision.take(other), revision.take(other)]
        guard case .faulty(let faults)? = looks[1] else {
            Issue.record("no fault was told")
            return
        }
        #expect("\(faults)".contains("start anew"))
        #expect(revision.pack.name == "meetme")
    }
}
