import ServiceRuntime
import Shared
import Testing

@testable import Scraper

@Suite struct SelectorReportsTests {
    private typealias Ledger = SelectorLedgerTests

    @Test func `A survey names the candidate that works, and what nothing works for`() {
        var survey = SelectorSurvey(pack: Ledger.pack)
        survey.add([.rowName: [3], .send: [0]])
        survey.add([.rowName: [1], .send: [0]])
        #expect(survey.text.contains("3 × candidate 1 of 1  .name"))
        #expect(survey.missing.contains(.send) && !survey.missing.contains(.rowName))
        #expect(survey.text.contains("NOT FOUND  .send"))
        // A page that is signed in shows no sign-in, and a conversation may have no own message yet.
        #expect(!survey.missing.contains(.loginPassword) && !survey.missing.contains(.bubbleOwn))
    }

    @Test func `The comparison is a table that nothing in it can break`() {
        var ledger = SelectorLedger(packVersion: 4)
        var proposal = Ledger.proposal(.send, "[title=\"a|b`c\"]", name: "Send\nnow")
        proposal.evidence = "it is called “Send” | as before"
        _ = ledger.take([proposal, Ledger.proposal(.rowName, ".x")], replacing: Ledger.pack, at: 1_800_000_000_000)
        _ = ledger.reject(.rowName)
        let text = SelectorComparisons(ledger, at: Timestamp(milliseconds: 1_800_000_000_000)).markdown
        let rows = text.split(separator: "\n").filter { $0.hasPrefix("| ") }
        #expect(rows.count == 3)
        for row in rows { #expect(row.replacing("\\|", with: "").split(separator: "|").count == 7) }
        #expect(text.contains("| `.name` | `.x`") && text.contains("rejected"))
        #expect(text.contains("in quarantine") && text.contains("2027-01-15"))
        #expect(text.contains("version 4 of the pack"))
    }

    @Test func `An empty ledger says so`() {
        let text = SelectorComparisons(SelectorLedger(packVersion: 1), at: .now).markdown
        #expect(text.contains("The pack finds every role"))
        #expect(!text.contains("|---"))
    }

    @Test func `The commands are told by the help`() {
        let lines = ScraperTools.summary.split(separator: "\n")
        #expect(lines.map { $0.split(separator: " ")[0] } == ["scraper", "read", "replay", "selectors"])
    }

    @Test(arguments: [("read", true), ("replay", true), ("selectors", true), ("--health", false), ("", false)])
    func `The commands beside the service are told from its options`(first: String, isTool: Bool) {
        #expect(ScraperTools.mean(first.isEmpty ? [] : [first]) == isTool)
    }
}
