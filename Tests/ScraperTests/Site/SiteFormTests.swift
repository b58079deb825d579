import DevTools
import Foundation
import Shared
import Testing

@testable import Sandbox
@testable import Scraper

extension BrowserTests {
    /// Sites without a sign-in, links or a list, and times that are words.
    @Suite struct SiteFormTests {
        @Test func `A site without a sign-in that begins a new session is read on`() async throws {
            try await StandIn.with(.desk) { standIn in
                let mia = try await standIn.say("one", by: "Mia")
                try await RunningSite.with(standIn, pack: "desk") { running in
                    #expect(await eventually { running.seen.row(mia)?.preview == "one" })
                    _ = try await running.site.read(mia, atLeast: 50, .listed)
                    await standIn.site.signOutEveryone()
                    try await standIn.say("two", by: "Mia")
                    let isRead = await eventually {
                        let read = try? await running.site.read(mia, atLeast: 50, .listed)
                        return read?.bubbles.map(\.text) == ["one", "two"]
                    }
                    #expect(isRead)
                    #expect(running.seen.states == [.connecting, .connected])
                }
            }
        }

        @Test func `A site of one conversation without a list is read and typed into`() async throws {
            try await StandIn.with(.desk) { standIn in
                let mia = try await standIn.say("one", by: "Mia")
                try await standIn.say("not mine", by: "Noah")
                let yaml = try Platforms.text("desk.yaml")
                    .replacingOccurrences(of: "inbox: \"desk\"", with: "inbox: \"desk?only=\(mia)\"")
                    .replacingOccurrences(of: "urls:", with: "only: \"\(mia)\"\nurls:")
                    .replacingOccurrences(
                        of: #"  (list|row[A-Za-z]*|conversationShown): .*\n"#, with: "", options: .regularExpression)
                try await RunningSite.with(standIn, changed: try SelectorPack(yaml: yaml)) { running in
                    #expect(await eventually { running.seen.row(mia)?.preview == "one" })
                    #expect(running.seen.rows.map(\.name) == ["Mia"])
                    try await standIn.say("two", by: "Mia")
                    #expect(await eventually { running.seen.row(mia)?.preview == "two" })
                    let texts = try await running.site.read(mia, atLeast: 50, .listed).bubbles.map(\.text)
                    #expect(texts == ["one", "two"])
                    let result = try await running.site.type("three", in: mia) { _ in true }
                    guard case .delivered = result else {
                        Issue.record("\(result)")
                        return
                    }
                    #expect(await standIn.messages(of: mia) == ["person: one", "person: two", "owner: three"])
                    #expect(running.seen.rows.map(\.id) == [mia])
                }
            }
        }

        @Test func `A reply is typed into the row that was clicked, also when another conversation is shown`()
            async throws
        {
            try await StandIn.with(.desk) { standIn in
                let mia = try await standIn.say("hi, Mia here", by: "Mia")
                let noah = try await standIn.say("hi, Noah here", by: "Noah")
                try await RunningSite.with(standIn, pack: "desk") { running in
                    for turn in 1...3 {
                        for (id, name) in [(mia, "Mia"), (noah, "Noah")] {
                            let result = try await running.site.type("\(turn) for \(name)", in: id) { transcript in
                                transcript.name == name
                            }
                            guard case .delivered = result else {
                                Issue.record("\(result)")
                                return
                            }
                        }
                    }
                    for (id, name) in [(mia, "Mia"), (noah, "Noah")] {
                        let wanted = ["person: hi, \(name) here"] + (1...3).map { "owner: \($0) for \(name)" }
                        #expect(await standIn.messages(of: id) == wanted)
                    }
                }
            }
        }

        @Test func `A pack that is mended while it is in use is used at once, and a faulty one is not`() async throws {
            let path = FileManager.default.temporaryDirectory.appending(path: "pack-\(UUID().uuidString).yaml").path()
            defer { try? FileManager.default.removeItem(atPath: path) }
            let right = try Platforms.text("meetme.yaml")
            @Sendable func write(_ text: String) throws {
                try text.write(toFile: path, atomically: true, encoding: .utf8)
            }
            try write(right.replacing("rowPreview: [", with: "rowPreview: [\"h5\"] # ["))
            let file = try PackFile(path)
            try await StandIn.with(.phoenix) { standIn in
                let mia = try await standIn.say("one", by: "Mia")
                try await RunningSite.with(standIn, packFile: file) { running in
                    #expect(await eventually { running.seen.row(mia)?.preview == "Mia" })
                    try write(right.replacing("bubbleText: [", with: "bubbleText: [\"p[\", "))
                    try await standIn.say("two", by: "Mia")
                    #expect(await eventually { file.pack.roles[.bubbleText]?.first?.css == "p[" })
                    let before = try await running.site.read(mia, atLeast: 50, .loadedAnew).bubbles.map(\.text)
                    #expect(before == ["one", "two"])
                    try write(right)
                    #expect(await eventually { running.seen.row(mia)?.preview == "two" })
                    let texts = try await running.site.read(mia, atLeast: 50, .listed).bubbles.map(\.text)
                    #expect(texts == ["one", "two"])
                    #expect(running.seen.states == [.connecting, .connected])
                }
            }
        }

        @Test func `Words for a time are understood, and others are none`() async throws {
            try await TestBrowser.with { browser in
                let page = try await browser.newPage()
                let script = PageScript(page: page)
                let pack = HealedPack(pack: try Platforms.pack("desk"), found: [])
                _ = try await script.install(pack, telling: .conversation)
                try await page.navigate(to: "data:text/html,<p>")
                // Friday, 20 November 2026, 15:30, in the browser's time zone.
                let words = [
                    "now", "just now", "5 min ago", "2h", "an hour ago", "3 days ago", "14:05", "2:05 pm", "12:30 am",
                    "Mon 12:04", "Fri 12:04", "yesterday 09:00", "3 May 12:04", "May 3", "3 Dec 08:00", "4 Jul 2025",
                    "", "typing…", "25:99", "5 apples ago",
                ]
                let told: [String] = try await page.callFunction(
                    """
                    (words) => words.map((text) => {
                      const at = switchboard.roughTime(text, new Date(2026, 10, 20, 15, 30).getTime())?.at;
                      if (at === undefined) return "none";
                      const date = new Date(at), two = (number) => String(number).padStart(2, "0");
                      return `${date.getFullYear()}-${two(date.getMonth() + 1)}-${two(date.getDate())} `
                        + `${two(date.getHours())}:${two(date.getMinutes())}`;
                    })
                    """, arguments: [words], in: PageScript.world)
                #expect(
                    told == [
                        "2026-11-20 15:30", "2026-11-20 15:30", "2026-11-20 15:25", "2026-11-20 13:30",
                        "2026-11-20 14:30", "2026-11-17 15:30", "2026-11-20 14:05", "2026-11-20 14:05",
                        "2026-11-20 00:30", "2026-11-16 12:04", "2026-11-13 12:04", "2026-11-19 09:00",
                        "2026-05-03 12:04", "2026-05-03 00:00", "2025-12-03 08:00", "2025-07-04 00:00", "none", "none",
                        "none", "none",
                    ])
            }
        }
    }
}
