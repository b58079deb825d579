import Foundation
import Testing

@testable import LocalRun

@Suite struct SummaryTests {
    @Test func `what arrives as it was said is clean`() {
        let same = SequenceComparison(said: ["hi", "hi", "bye"], arrived: ["hi", "hi", "bye"])
        #expect((same.lost, same.unexpected, same.outOfOrder) == (0, 0, 0))
        #expect(same.matches.map(\.arrived) == [0, 1, 2])
    }

    @Test func `a lost, a doubled and a late text are each counted`() {
        #expect(SequenceComparison(said: ["hi", "hi"], arrived: ["hi"]).lost == 1)
        #expect(SequenceComparison(said: ["hi"], arrived: ["hi", "hi"]).repeated == 1)
        #expect(SequenceComparison(said: ["hi"], arrived: ["hi", "ho"]).unexpected == 1)
        #expect(SequenceComparison(said: ["a", "b", "c"], arrived: ["b", "c", "a"]).outOfOrder == 1)
        #expect(SequenceComparison(said: ["a"], arrived: ["x"]).lost == 1)
    }

    @Test func `percentiles are taken by rank`() {
        #expect(Percentile.of([], 50) == nil)
        #expect(Percentile.of([5], 99) == 5)
        #expect(Percentile.of(Array(1...100), 99) == 99)
        #expect(Percentile.of(Array(1...100), 50) == 50)
    }

    @Test func `a relayed post is read back as it was written and a draft is not one`() {
        #expect(RelayedPost.all(in: "**Anna:**\n> \\*hi\\* @\u{200B}all\n> you").map(\.text) == ["*hi* @all\nyou"])
        #expect(RelayedPost.all(in: "↩️ **You, by hand:** hi").map(\.isByHand) == [true])
        #expect(RelayedPost.all(in: "**Anna:** hi").map(\.isByHand) == [false])
        #expect(RelayedPost.all(in: "**Draft** · waits for you\n> hi").isEmpty)
        let several = RelayedPost.all(
            in: "**Anna:** one\n**Anna:**\n> two\n> lines\n↩️ **You, by hand:** three\n**Anna:** four")
        #expect(several.map(\.text) == ["one", "two\nlines", "three", "four"])
        #expect(several.map(\.isByHand) == [false, false, true, false])
        #expect(RelayedPost.all(in: "plain").isEmpty)
    }

    @Test func `what came with a message is expected in words beside its text`() throws {
        let json = #"{"position": 1, "who": "person", "text": "hi", "at": 1, "attached": ["late", "file"]}"#
        let message = try JSONDecoder().decode(Ledger.Conversation.Message.self, from: Data(json.utf8))
        #expect(message.inSheet == "hi [picture] [file]")
        #expect(RelayedPost.all(in: "**Anna:** hi 📎 *picture* 📎 *file*").first?.text == message.inDiscord)
    }

    private func ledger(_ posts: [String], rows: [[String]], bubbles: [String] = []) throws -> Ledger {
        let messages =
            [("hi", "person"), ("there", "person")].map { $0 } + bubbles.map { ($0, "owner") }
        let json: [String: Any] = [
            "conversations": [
                [
                    "id": "7", "name": "Anna",
                    "messages": messages.enumerated().map { index, message in
                        ["position": index + 1, "who": message.1, "text": message.0, "at": 1000 + index * 100]
                            as [String: Any]
                    },
                ] as [String: Any]
            ],
            "discord": [
                "threads": [
                    [
                        "name": "Anna · 7",
                        "messages": posts.enumerated().map { index, post in
                            ["content": post, "createdAtMs": 1500 + index * 100, "deleted": false] as [String: Any]
                        },
                    ] as [String: Any]
                ]
            ],
            "google": ["sheets": ["s": ["Messages": [["Record id", "Conversation id", "Text"]] + rows]]],
        ]
        return try JSONDecoder().decode(Ledger.self, from: JSONSerialization.data(withJSONObject: json))
    }

    private let rows = [["meetme:7#1", "meetme:7", "hi"], ["meetme:7#2", "meetme:7", "there"]]

    @Test func `a run in which everything arrived is clean and timed`() throws {
        let draft = Tally.Reply(conversation: "7", text: "x", state: "voided", answers: 1, wasApproved: false)
        let summary = Tally(
            ledger: try ledger(["**Anna:** hi", "**Draft** · x", "**Anna:** there"], rows: rows), replies: [draft],
            tab: "Messages"
        ).summary
        #expect(summary.isClean)
        #expect(summary.received == 2 && summary.discord_messages == 2 && summary.sheet_rows == 2)
        #expect(summary.p50_ms == 500 && summary.p99_ms == 600)
    }

    @Test func `a draft with two cards is doubled`() throws {
        let posts = ["**Anna:** hi", "**Draft** · x", "**Anna:** there", "**Draft** · x"]
        let draft = Tally.Reply(conversation: "7", text: "x", state: "voided", answers: 1, wasApproved: false)
        let tally = Tally(ledger: try ledger(posts, rows: rows), replies: [draft], tab: "Messages")
        #expect(tally.findings.repeatedPosts == 1 && tally.findings.places == ["1 cards of 7: repeated"])
    }

    @Test func `a message missing in the sheet is lost`() throws {
        let summary = Tally(
            ledger: try ledger(["**Anna:** hi", "**Anna:** there"], rows: [rows[0]]), replies: [], tab: "Messages"
        ).summary
        #expect(summary.lost == 1 && !summary.isClean)
    }

    @Test func `a reply that was typed twice is doubled and one that never came is lost`() throws {
        func reply(_ state: String) -> Tally.Reply {
            Tally.Reply(conversation: "7", text: "yes", state: state, answers: 2, seenAt: 2100, wasApproved: true)
        }
        let twice = Tally(
            ledger: try ledger(
                ["**Anna:** hi", "**Anna:** there"],
                rows: rows + [["a", "meetme:7", "yes"], ["b", "meetme:7", "yes"]],
                bubbles: ["yes", "yes"]),
            replies: [reply("delivered")], tab: "Messages"
        ).summary
        #expect(twice.duplicated == 1 && twice.lost == 0 && twice.round_trip_p50_ms == 1000)
        let never = Tally(
            ledger: try ledger(["**Anna:** hi", "**Anna:** there"], rows: rows), replies: [reply("approved")],
            tab: "Messages"
        ).summary
        #expect(never.lost == 1)
    }

    @Test func `a log line shows its hop or its problem and never anything else`() {
        let hop = LogLine(
            #"{"time":"2026-11-23T08:00:01.000Z","level":"info","service":"s","message":"hop","hop":"page → event","correlation_id":"meetme:7","elapsed_ms":35}"#
        )
        #expect(hop?.time == "08:00:01")
        #expect(hop?.kind == .hop("page → event", conversation: "meetme:7", elapsed: 35))
        let problem = LogLine(
            #"{"time":"2026-11-23T08:00:01.000Z","level":"error","service":"s","message":"down","reason":"why"}"#)
        #expect(problem?.kind == .warning("down: why"))
        #expect(LogLine("not json") == nil)
    }

    @Test func `addresses keep their server and change their part`() {
        #expect(
            RunEnvironment.database("mongodb://u:p@h:1/old?replicaSet=rs0", named: "new")
                == "mongodb://u:p@h:1/new?replicaSet=rs0")
        #expect(RunEnvironment.broker("amqp://u:p@h:1/", virtualHost: "v") == "amqp://u:p@h:1/v")
        #expect(ManagementAddress.shown("http://guest:secret@127.0.0.1:1") == "http://127.0.0.1:1")
        #expect(ManagementAddress.user("http://guest:secret@127.0.0.1:1") == "guest")
    }
}
