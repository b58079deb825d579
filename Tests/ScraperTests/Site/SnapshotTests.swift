import DevTools
import Foundation
import Shared
import Testing

@testable import Sandbox
@testable import Scraper

extension BrowserTests {
    @Suite struct SnapshotTests {
        /// A skin, the pack that reads it, and for pages that no pack reads the seed of their markup.
        static let pages: [(Skin, String, UInt64?)] =
            ReadingTests.skins.map { ($0.0, $0.1, nil) } + [3, 7, 16].map { (.phoenix, "meetme", $0) }

        private static func packPath(_ name: String) -> String {
            Platforms.folder.appending(path: "\(name).yaml").path()
        }

        private func replayed(_ html: String, _ visited: VisitedSite) async throws -> StoredPage {
            try await StoredPage.open(
                html, from: "test", pack: Self.packPath(visited.tab.pack.name), in: visited.browser)
        }

        @Test(arguments: pages)
        func `No word of any message or name is in a snapshot, and no id`(
            skin: Skin, pack: String, seed: UInt64?
        ) async throws {
            try await VisitedSite.with(skin, pack: pack, seed: seed) { visited in
                let portraits = [
                    Role.signedIn: Portrait(kind: "", name: "", names: ["Log out", VisitedSite.names[0]]),
                    .textBox: Portrait(kind: "textbox", name: "Write to \(VisitedSite.names[1])", names: []),
                ]
                var known = KnownContent(notices: ["Liked your hedgehog!"])
                known.name = VisitedSite.names[0]
                known.messages = VisitedSite.texts.map { KnownContent.Message(text: $0, isOwn: false) }
                known.rows = [
                    visited.ids[0]: KnownContent.Row(name: known.name, preview: VisitedSite.texts[0], isUnread: true)
                ]
                try await visited.showList()
                var pages = [
                    try await visited.tab.script.snapshot(
                        ["failure": "reading"], remembering: portraits, knowing: known)
                ]
                try await visited.showMessages()
                pages.append(try await visited.tab.script.snapshot([:], remembering: portraits, knowing: known))
                for html in pages {
                    let words = Set(html.lowercased().split { !$0.isLetter && !$0.isNumber }.map(String.init))
                    #expect(words.intersection(VisitedSite.secrets(visited.ids)) == [])
                    // What runs words together is found as well.
                    for secret in ["oxenstierna", "aquarium", "wombat", "5550142", "незнаком", "hippocampus"] {
                        #expect(!html.lowercased().contains(secret))
                    }
                    #expect(html.contains("xxxx") && !html.contains("<script"))
                }
            }
        }

        @Test(arguments: pages)
        func `What can be seen on the page can be seen in its snapshot, and nothing else`(
            skin: Skin, pack: String, seed: UInt64?
        ) async throws {
            try await VisitedSite.with(skin, pack: pack, seed: seed) { visited in
                try await visited.showList()
                for isConversation in [false, true] {
                    if isConversation { try await visited.showMessages() }
                    var before: [String] = []
                    var html = ""
                    // Pages go on drawing themselves for a moment.
                    let isStill = try await eventually {
                        before = try await VisitedSite.seen(on: visited.tab.page)
                        html = try await visited.tab.script.snapshot([:], remembering: [:])
                        return try await VisitedSite.seen(on: visited.tab.page) == before
                    }
                    #expect(isStill)
                    let stored = try await replayed(html, visited)
                    let after = try await VisitedSite.seen(on: stored.script.page)
                    try await stored.script.page.close()
                    #expect(before.count == after.count)
                    #expect(zip(before, after).filter { $0 != $1 }.map { "\($0) → \($1)" } == [])
                }
            }
        }

        @Test(arguments: ReadingTests.exactSkins)
        func `A snapshot is read as the page is, its words and ids apart`(skin: Skin, pack: String) async throws {
            try await VisitedSite.with(skin, pack: pack) { visited in
                try await visited.showList()
                let rows = try await visited.tab.script.rows()
                let state = try await visited.tab.script.state()
                var html = try await visited.tab.script.snapshot(
                    ["failure": "reading"], remembering: try await visited.tab.script.portraits())
                var stored = try await replayed(html, visited)
                let list = try await stored.read()
                #expect(list.state == state)
                #expect(list.rows.map(\.isUnread) == rows.map(\.isUnread))
                #expect(Set(list.rows.map(\.id)).count == rows.count)
                #expect(Set(list.rows.map(\.id)).isDisjoint(with: visited.ids))
                #expect(list.rows.map(\.name.count) == rows.map(\.name.count))
                #expect(list.rows.map { $0.at != nil } == rows.map { $0.at != nil })
                #expect(try await stored.survey().missing == [])
                let counts = try await visited.tab.script.counts()
                #expect(try await stored.script.counts() == counts)
                try await stored.script.page.close()

                let shown = try await visited.showConversation()
                let portraits = try await visited.tab.script.portraits()
                html = try await visited.tab.script.snapshot(["failure": "reading"], remembering: portraits)
                stored = try await replayed(html, visited)
                let read = try #require(try await stored.read().conversation)
                #expect(read.isReady && !read.isSignedOut)
                #expect(read.bubbles.map(\.isOwn) == shown.bubbles.map(\.isOwn))
                #expect(read.bubbles.map(\.text) == shown.bubbles.map { Self.shape($0.text) })
                #expect(read.isComplete == shown.isComplete && read.canSend == shown.canSend && read.box == "")
                #expect(Set(read.bubbles.compactMap(\.id)).count == Set(shown.bubbles.compactMap(\.id)).count)
                #expect(Set(read.bubbles.compactMap(\.id)).isDisjoint(with: shown.bubbles.compactMap(\.id)))
                // Times keep their day and their order.
                let times = zip(shown.bubbles.compactMap(\.at), read.bubbles.compactMap(\.at))
                #expect(times.allSatisfy { $0 / 86_400_000 == $1 / 86_400_000 })
                #expect(zip(times, times.dropFirst()).allSatisfy { ($0.0 < $1.0) == ($0.1 < $1.1) })
                #expect(read.bubbles.map { $0.at != nil } == shown.bubbles.map { $0.at != nil })
                // The controls are still called what they were, and remembered by it.
                #expect(try await stored.script.portraits()[.send]?.name == portraits[.send]?.name)
                #expect(stored.portraits[.send] == portraits[.send])
                #expect(try await stored.survey().missing == [])
            }
        }

        /// As Script/redacting.js says it, independently.
        private static func shape(_ text: String) -> String {
            let kept = " \n.,;:!?'\"()/+-–—…·‹›«»|"
            return text.unicodeScalars.map { letter in
                if letter.properties.isUppercase { return "X" }
                if letter.properties.isAlphabetic { return "x" }
                if letter.properties.numericType != nil { return "0" }
                return kept.unicodeScalars.contains(letter) ? String(letter) : "*"
            }.joined()
        }

        @Test func `What was typed by hand is not kept`() async throws {
            for (skin, pack) in [(Skin.phoenix, "meetme"), (.react, "react")] {
                try await VisitedSite.with(skin, pack: pack) { visited in
                    _ = try await visited.showConversation()
                    try await visited.tab.click(.textBox)
                    try await visited.tab.page.insertText("secretword unsent")
                    let html = try await visited.tab.script.snapshot([:], remembering: [:])
                    #expect(!html.contains("secretword") && !html.contains("xxxxxxxxxx xxxxxx"))
                    let read = try await replayed(html, visited).read()
                    #expect(read.conversation?.box == "")
                }
            }
        }

        @Test func `A page that is too large loses its oldest messages, and says so`() async throws {
            try await VisitedSite.with(.phoenix, pack: "meetme") { visited in
                let person = await visited.standIn.site.person(named: VisitedSite.names[0])
                try await visited.standIn.site.writeHistory(of: person, messages: 70)
                let last = "the last marmalade"
                try await visited.standIn.say(last, by: VisitedSite.names[0])
                let shown = try await visited.showConversation()
                let whole = try await visited.tab.script.snapshot([:], remembering: [:])
                let limit = whole.utf8.count - 3000
                let html = try await visited.tab.script.snapshot([:], remembering: [:], limit: limit)
                #expect(html.utf8.count <= limit)
                let stored = try await replayed(html, visited)
                #expect(Int(stored.head["cut"] ?? "") ?? 0 > 0)
                let read = try #require(try await stored.read().conversation)
                #expect(!read.bubbles.isEmpty && read.bubbles.count < shown.bubbles.count)
                #expect(read.bubbles.last?.text == Self.shape(last))
                #expect(try await replayed(whole, visited).head["cut"] == nil)
            }
        }

        @Test func `A page of thousands of messages is kept within the limits of time and size`() async throws {
            try await VisitedSite.with(.phoenix, pack: "meetme") { visited in
                _ = try await visited.showConversation()
                try await visited.tab.page.runFunction(
                    """
                    () => {
                      const bubble = document.querySelector(".chat-message-text").parentElement;
                      for (let count = 0; count < 8000; count += 1) bubble.parentElement.append(bubble.cloneNode(true));
                    }
                    """, timeout: .seconds(20))
                let start = ContinuousClock.now
                let html = try await visited.tab.script.snapshot([:], remembering: [:])
                print("a snapshot of 24,000 elements took \(ContinuousClock.now - start): \(html.utf8.count) bytes")
                #expect(html.utf8.count <= PageScript.snapshotLimit)
                let stored = try await replayed(html, visited)
                #expect(stored.head["cut"] != nil)
                #expect(try await stored.read().conversation?.bubbles.count ?? 0 > 1000)
            }
        }

        @Test func `A snapshot that somebody has changed runs and loads nothing`() async throws {
            try await VisitedSite.with(.phoenix, pack: "meetme") { visited in
                try await visited.showList()
                let html = try await visited.tab.script.snapshot([:], remembering: [:])
                let image = "\(visited.standIn.base)stolen.png"
                let hostile = html.replacing(
                    "default-src 'none'; style-src 'unsafe-inline'", with: "default-src *"
                ).replacing(
                    "</body>",
                    with: """
                        <script>document.title = "ran"</script><img src="x:" onerror="document.title = 'ran'">
                        <img src="\(image)"><iframe src="\(image)"></iframe></body>
                        """)
                #expect(hostile != html)
                let stored = try await replayed(hostile, visited)
                #expect(try await stored.read().rows.count == VisitedSite.names.count)
                let page = stored.script.page
                let loaded = try await page.evaluate(
                    "[document.title, ...performance.getEntriesByType('resource').filter("
                        + "(entry) => entry.responseStatus !== 0).map((entry) => entry.name)]", as: [String].self)
                #expect(loaded == [""])
            }
        }

        @Test func `What is no snapshot is refused in words`() async throws {
            try await TestBrowser.with { browser in
                await #expect(throws: SnapshotFault.self) {
                    _ = try await StoredPage.open("<p>hello", from: "a.html", pack: nil, in: browser)
                }
                let html = "<meta name=switchboard-pack content='../x'><meta name=switchboard-address content=''>"
                await #expect(throws: SnapshotFault.self) {
                    _ = try await StoredPage.open(html, from: "a.html", pack: nil, in: browser)
                }
            }
            await #expect(throws: SnapshotFault.self) {
                try await StoredPage.with("/nowhere.html", pack: nil, browser: nil) { _ in }
            }
        }
    }
}
