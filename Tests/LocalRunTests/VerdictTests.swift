import Foundation
import Shared
import Testing

@testable import LocalRun

@Suite struct VerdictTests {
    /// One conversation: what stands on its page, in its thread and in the sheet.
    private func tally(
        page: [(who: String, text: String)], posts: [String], rows: [String], replies: [Tally.Reply] = []
    ) throws -> Tally {
        let json: [String: Any] = [
            "conversations": [
                [
                    "id": "7", "name": "Anna",
                    "messages": page.enumerated().map { index, message in
                        ["position": index + 1, "who": message.who, "text": message.text, "at": index] as [String: Any]
                    },
                ] as [String: Any]
            ],
            "discord": [
                "threads": [
                    [
                        "name": "Anna · 7",
                        "messages": posts.enumerated().map { index, post in
                            ["content": post, "createdAtMs": index, "deleted": false] as [String: Any]
                        },
                    ] as [String: Any]
                ]
            ],
            "google": [
                "sheets": [
                    "s": ["Messages": [["Conversation id", "Text"]] + rows.map { ["meetme:7", $0] }]
                ]
            ],
        ]
        let ledger = try JSONDecoder().decode(Ledger.self, from: JSONSerialization.data(withJSONObject: json))
        return Tally(ledger: ledger, replies: replies, tab: "Messages")
    }

    private func reply(_ text: String, _ state: String, isUncertain: Bool = false) -> Tally.Reply {
        Tally.Reply(
            conversation: "7", text: text, state: state, answers: 1, seenAt: nil, wasApproved: true,
            isUncertain: isUncertain)
    }

    private func verdict(_ tally: Tally, dead: Int = 0, expected: Int = 0, unhandled: Int = 0) -> Verdict {
        Verdict(
            tally, replies: [], backlog: Records.Backlog(outbox: 0, drafts: 0, rows: 0), unhandled: unhandled,
            depth: BrokerDesk.Depth(waiting: 0, dead: dead), deadLettersExpected: expected)
    }

    @Test func `what arrived once and in order is clean`() throws {
        let tally = try tally(
            page: [("person", "hi"), ("owner", "yes"), ("person", "hi")], posts: ["**Anna:** hi", "**Anna:** hi"],
            rows: ["hi", "yes", "hi"], replies: [reply("yes", "delivered")])
        let verdict = verdict(tally)
        #expect(verdict.isClean)
        #expect((verdict.attempted, verdict.ok, verdict.delivered) == (2, 2, 1))
        #expect(tally.findings.places.isEmpty)
    }

    @Test func `each kind of fault is counted as what it is`() throws {
        let page = [("person", "a"), ("person", "b")].map { (who: $0.0, text: $0.1) }
        let lost = verdict(try tally(page: page, posts: ["**Anna:** a"], rows: ["a", "b"]))
        #expect((lost.lost, lost.ok, lost.isClean) == (1, 1, false))
        let twice = verdict(
            try tally(page: page, posts: ["**Anna:** a", "**Anna:** b", "**Anna:** b"], rows: ["a", "b", "b"]))
        #expect((twice.duplicated, twice.unexpected, twice.isClean) == (2, 0, false))
        let foreign = verdict(
            try tally(page: page, posts: ["**Anna:** a", "**Anna:** b", "**Anna:** c"], rows: ["a", "b"]))
        #expect((foreign.duplicated, foreign.unexpected, foreign.isClean) == (0, 1, false))
        let swapped = verdict(try tally(page: page, posts: ["**Anna:** b", "**Anna:** a"], rows: ["a", "b"]))
        #expect((swapped.reordered, swapped.lost, swapped.isClean) == (1, 0, false))
    }

    @Test func `a reply that was approved must be seen on the page or told as failed`() throws {
        let page = [(who: "person", text: "a")]
        func verdict(_ reply: Tally.Reply) throws -> Verdict {
            self.verdict(try tally(page: page, posts: ["**Anna:** a"], rows: ["a"], replies: [reply]))
        }
        #expect(try verdict(reply("yes", "approved")).lost == 1)
        #expect(try verdict(reply("yes", "delivered")).lost == 1)
        #expect(try verdict(reply("yes", "failed")).isClean)
    }

    @Test func `a reply that nobody can know of may stand on the page once, and is shown as written by hand`() throws {
        func tally(typed: Int) throws -> Tally {
            let bubbles = Array(repeating: (who: "owner", text: "yes"), count: typed)
            return try self.tally(
                page: [(who: "person", text: "a")] + bubbles,
                posts: ["**Anna:** a"] + bubbles.map { _ in "↩️ **You, by hand:** yes" },
                rows: ["a"] + bubbles.map(\.text), replies: [reply("yes", "failed", isUncertain: true)])
        }
        #expect(verdict(try tally(typed: 0)).isClean)
        #expect(verdict(try tally(typed: 1)).isClean)
        #expect(try tally(typed: 1).findings.typedUnknowingly == 1)
        #expect(verdict(try tally(typed: 2)).duplicated == 1)
    }

    @Test func `a reply that was told as failed and stands on the page is a fault`() throws {
        let tally = try tally(
            page: [("person", "a"), ("owner", "yes")], posts: ["**Anna:** a", "↩️ **You, by hand:** yes"],
            rows: ["a", "yes"], replies: [reply("yes", "failed")])
        #expect(verdict(tally).duplicated == 1)
    }

    @Test func `dead letters must be exactly those expected, and every event settled`() throws {
        let clean = try tally(page: [], posts: [], rows: [])
        #expect(verdict(clean, dead: 3, expected: 3).isClean)
        #expect(!verdict(clean, dead: 2, expected: 3).isClean)
        #expect(!verdict(clean, dead: 1).isClean)
        #expect(!verdict(clean, unhandled: 1).isClean)
    }

    @Test func `an event is open until each service that wants it has handled or given it up`() {
        let settlements = Settlements(
            events: [("1", .messageReceived), ("2", .replyApproved)],
            settled: ["ai-worker:1", "discord-relay:1", "scraper:2", "discord-relay:2", "sheets-sync:2", "scraper:1"])
        #expect(settlements.open == ["sheets-sync:1 chat.message.received"])
    }

    @Test func `figures of runs add up`() {
        var one = Verdict()
        one.attempted = 2
        one.lost = 1
        var two = Verdict()
        two.attempted = 3
        #expect((one + two).attempted == 5)
        #expect((one + two).lost == 1)
    }
}
