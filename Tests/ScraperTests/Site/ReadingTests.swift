import Shared
import Testing

@testable import Sandbox
@testable import Scraper

/// What needs a browser, one at a time.
@Suite(.enabled(if: RunningSite.isPossible, RunningSite.impossible), .serialized, .timeLimit(.minutes(3)))
enum BrowserTests {}

extension BrowserTests {
    @Suite struct ReadingTests {
        static let skins: [(Skin, String)] = [
            (.phoenix, "meetme"), (.classic, "classic"), (.classic2, "classic"), (.react, "react"),
            (.desk, "desk"),
        ]
        static let skinsWithSignIn = skins.filter { $0.0 != .desk }
        /// Those whose times tell two messages apart.
        static let exactSkins = skinsWithSignIn

        @Test(arguments: skins)
        func `The list is told at once and each message is read, twins and all`(skin: Skin, pack: String) async throws {
            try await StandIn.with(skin) { standIn in
                let mia = try await standIn.say("hello", by: "Mia")
                try await standIn.say("hey there", by: "Noah")
                try await RunningSite.with(standIn, pack: pack) { running in
                    #expect(await eventually { running.seen.rows.count == 2 })
                    #expect(running.seen.row(mia)?.name == "Mia")
                    #expect(running.seen.row(mia)?.preview == "hello")
                    #expect(running.seen.row(mia)?.isUnread == true)
                    #expect(await eventually { running.seen.states == [.connecting, .connected] })

                    try await standIn.say("hi", by: "Mia")
                    try await standIn.say("hi", by: "Mia")
                    try await standIn.say("Liked your photo!", by: "Mia", asNotice: true)
                    let told = ContinuousClock.now
                    #expect(await eventually { running.seen.row(mia)?.preview == "hi" })
                    #expect(ContinuousClock.now - told < .seconds(2))
                    let read = try await running.site.read(mia, atLeast: 50, .listed)
                    #expect(read.bubbles.map(\.text) == ["hello", "hi", "hi"])
                    #expect(read.bubbles.allSatisfy { !$0.isOwn })
                    #expect(read.name == "Mia" || skin != .phoenix)
                    #expect(read.isComplete)
                    if skin != .phoenix { #expect(read.bubbles.allSatisfy { $0.at != nil }) }
                    if pack == "classic" { #expect(read.bubbles.allSatisfy { $0.author == "Mia" }) }
                }
            }
        }

        @Test(arguments: skins)
        func `A conversation is read again after its tab was left in the middle of something`(
            skin: Skin, pack: String
        ) async throws {
            struct Interrupted: Error {}
            try await StandIn.with(skin) { standIn in
                let mia = try await standIn.say("one", by: "Mia")
                try await RunningSite.with(standIn, pack: pack) { running in
                    #expect(await eventually { running.seen.row(mia) != nil })
                    // As often as there are tabs: none of them knows what it shows any more.
                    for _ in 0..<3 {
                        await #expect(throws: Interrupted.self) {
                            _ = try await running.site.type("hi", in: mia) { _ in throw Interrupted() }
                        }
                    }
                    try await standIn.say("two", by: "Mia")
                    let texts = try await running.site.read(mia, atLeast: 50, .shown).bubbles.map(\.text)
                    #expect(texts == ["one", "two"])
                }
            }
        }

        @Test func `Rows that are out of view are told at the start`() async throws {
            try await StandIn.with(.react) { standIn in
                for number in 1...60 { try await standIn.say("hello", by: "Person \(number)") }
                try await RunningSite.with(standIn, pack: "react") { running in
                    #expect(await eventually { running.seen.everSeen.count == 60 })
                    #expect(running.seen.rows.count <= 60)
                    let id = await standIn.site.person(named: "Person 1").id
                    let texts = try await running.site.read(id, atLeast: 50, .listed).bubbles.map(\.text)
                    #expect(texts == ["hello"])
                }
            }
        }

        @Test(arguments: skins)
        func `A conversation that is shown tells of its changes itself, older messages too`(
            skin: Skin, pack: String
        ) async throws {
            try await StandIn.with(skin) { standIn in
                let mia = try await standIn.say("one", by: "Mia")
                for text in ["two", "three"] { try await standIn.say(text, by: "Mia") }
                try await RunningSite.with(standIn, pack: pack) { running in
                    #expect(await eventually { running.seen.row(mia)?.preview == "three" })
                    _ = try await running.site.read(mia, atLeast: 50, .listed)
                    #expect(running.seen.changes == [])
                    _ = try await standIn.site.change(1, of: .conversation(mia), to: "I")
                    #expect(await eventually { running.seen.changes == [mia] })
                    #expect(
                        try await running.site.read(mia, atLeast: 50, .shown).bubbles.map(\.text)
                            == ["I", "two", "three"])
                    try await standIn.say("four", by: "Mia")
                    #expect(await eventually { running.seen.changes == [mia, mia] })
                    _ = try await running.site.read(mia, atLeast: 50, .shown)
                    _ = try await standIn.site.change(2, of: .conversation(mia), to: nil)
                    #expect(await eventually { running.seen.changes.count == 3 })
                    #expect(
                        try await running.site.read(mia, atLeast: 50, .shown).bubbles.map(\.text)
                            == ["I", "three", "four"])
                }
            }
        }

        @Test(arguments: skins)
        func `An edit and a deletion are told by the list and read from the page`(
            skin: Skin, pack: String
        ) async throws {
            try await StandIn.with(skin) { standIn in
                let mia = try await standIn.say("one", by: "Mia")
                for text in ["two", "three"] { try await standIn.say(text, by: "Mia") }
                try await RunningSite.with(standIn, pack: pack) { running in
                    #expect(await eventually { running.seen.row(mia)?.preview == "three" })
                    let before = try await running.site.read(mia, atLeast: 50, .listed)
                    #expect(before.bubbles.map(\.text) == ["one", "two", "three"])
                    _ = try await standIn.site.change(3, of: .conversation(mia), to: "III")
                    #expect(await eventually { running.seen.row(mia)?.preview == "III" })
                    let edited = try await running.site.read(mia, atLeast: 50, .listed)
                    #expect(edited.bubbles.map(\.text) == ["one", "two", "III"])
                    #expect(edited.bubbles.map(\.isEdited) == [false, false, true])
                    let diff = TranscriptDiff(
                        stored: before.bubbles.map(\.key), isStoredWhole: true, shown: edited.bubbles.map(\.key),
                        isShownWhole: true)
                    #expect(diff.edits.map(\.stored) == [2] && diff.new.isEmpty && diff.missing.isEmpty)
                    _ = try await standIn.site.change(3, of: .conversation(mia), to: nil)
                    #expect(await eventually { running.seen.row(mia)?.preview == "two" })
                    let deleted = try await running.site.read(mia, atLeast: 50, .loadedAnew)
                    #expect(deleted.bubbles.map(\.text) == ["one", "two"])
                }
            }
        }

        @Test(arguments: skins)
        func `Texts come as they were written`(skin: Skin, pack: String) async throws {
            let texts = ["<b>R&B</b> \"q\" 'a'", "two\nlines\n\nand more", "👩‍🍳 Grüße ¿qué tal?", "  spaced  out  "]
            try await StandIn.with(skin) { standIn in
                var id = ""
                for text in texts { id = try await standIn.say(text, by: "Mia") }
                let conversation = id
                try await RunningSite.with(standIn, pack: pack) { running in
                    let read = try await running.site.read(conversation, atLeast: 50, .listed)
                    #expect(read.bubbles.map(\.text) == texts)
                }
            }
        }

        @Test(arguments: skins)
        func `A long conversation is read back as far as is asked for`(skin: Skin, pack: String) async throws {
            try await StandIn.with(skin) { standIn in
                _ = try await standIn.site.addHistory(by: .person("Mia"), messages: 130)
                let mia = try await standIn.say("newest", by: "Mia")
                let all = await standIn.messages(of: mia)
                try await RunningSite.with(standIn, pack: pack) { running in
                    let near = try await running.site.read(mia, atLeast: 20, .listed)
                    #expect(near.bubbles.count >= 20 && !near.isComplete)
                    let far = try await running.site.read(mia, atLeast: 500, .listed)
                    #expect(far.isComplete)
                    #expect(far.bubbles.map { "\($0.isOwn ? "owner" : "person"): \($0.text)" } == all)
                }
            }
        }

        @Test(arguments: skins)
        func `Conversations that are read side by side never mix`(skin: Skin, pack: String) async throws {
            try await StandIn.with(skin) { standIn in
                var ids: [String] = []
                for number in 0..<8 {
                    for turn in 0..<3 { ids.append(try await standIn.say("\(number)/\(turn)", by: "Person \(number)")) }
                }
                let conversations = Array(Set(ids)).sorted()
                try await RunningSite.with(standIn, pack: pack) { running in
                    try await withThrowingTaskGroup(of: Void.self) { group in
                        for _ in 0..<3 {
                            for id in conversations {
                                group.addTask {
                                    let read = try await running.site.read(id, atLeast: 50, .listed)
                                    let wanted = await standIn.messages(of: id).map { String($0.dropFirst(8)) }
                                    #expect(read.bubbles.map(\.text) == wanted)
                                }
                            }
                        }
                        try await group.waitForAll()
                    }
                }
            }
        }

        @Test(arguments: exactSkins)
        func `A read that follows the list's word never misses what the list spoke of`(
            skin: Skin, pack: String
        ) async throws {
            try await StandIn.with(skin) { standIn in
                let mia = try await standIn.say("0", by: "Mia")
                try await RunningSite.with(standIn, pack: pack) { running in
                    #expect(await eventually { running.seen.row(mia) != nil })
                    _ = try await running.site.read(mia, atLeast: 50, .listed)
                    for turn in 1...20 {
                        // Equal texts too: only the time tells them apart.
                        let before = running.seen.row(mia)?.at
                        try await standIn.say("same words", by: "Mia")
                        #expect(await eventually { running.seen.row(mia)?.at != before })
                        let read = try await running.site.read(mia, atLeast: 50, .listed)
                        #expect(read.bubbles.count == turn + 1)
                    }
                }
            }
        }

        @Test func `The list is told of again after the page was loaded anew`() async throws {
            try await StandIn.with(.phoenix) { standIn in
                let mia = try await standIn.say("one", by: "Mia")
                try await RunningSite.with(standIn) { running in
                    #expect(await eventually { running.seen.row(mia)?.preview == "one" })
                    await standIn.site.setSkin(.phoenix)
                    try await standIn.say("two", by: "Mia")
                    let start = ContinuousClock.now
                    #expect(await eventually { running.seen.row(mia)?.preview == "two" })
                    #expect(ContinuousClock.now - start < .seconds(4))
                }
            }
        }
    }
}
