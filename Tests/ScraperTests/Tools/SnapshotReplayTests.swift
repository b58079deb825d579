import Foundation
import Shared
import Testing

@testable import Sandbox
@testable import Scraper

extension BrowserTests {
    /// Every page in Snapshots/ is read as it was read when it was put there; see `scraper replay --as-test`.
    @Suite struct SnapshotReplayTests {
        static let folder = Platforms.folder.deletingLastPathComponent().appending(path: "Tests/ScraperTests/Snapshots")

        static let names =
            ((try? FileManager.default.contentsOfDirectory(atPath: folder.path())) ?? [])
            .filter { $0.hasSuffix(".html") }.map { String($0.dropLast(".html".count)) }.sorted()

        @Test func `There are pages to replay`() {
            #expect(Self.names.count >= 3)
        }

        @Test(arguments: names)
        func `A page that was kept is read as before`(name: String) async throws {
            let html = try String(contentsOf: Self.folder.appending(path: "\(name).html"), encoding: .utf8)
            let expected = try JSONDecoder().decode(
                JSONValue.self, from: try Data(contentsOf: Self.folder.appending(path: "\(name).json")))
            let platform = try #require(expected["pack"]?.string)
            let pack = Platforms.folder.appending(path: "\(platform).yaml").path()
            let read = try await TestBrowser.with { browser in
                try await StoredPage.open(html, from: name, pack: pack, in: browser).read().json()
            }
            let actual = try JSONDecoder().decode(JSONValue.self, from: Data(read.utf8))
            #expect(expected.differences(from: actual) == [])
        }

        @Test func `A page and what is read on it become a test, and never in the place of another`() async throws {
            let folder = FileManager.default.temporaryDirectory.appending(path: "tests-\(UUID().uuidString)")
            try FileManager.default.createDirectory(at: folder, withIntermediateDirectories: true)
            defer { try? FileManager.default.removeItem(at: folder) }
            let source = Self.folder.appending(path: "meetme-list.html").path()
            let pack = Platforms.folder.appending(path: "meetme.yaml").path()
            let (html, page) = try await StoredPage.with(source, pack: pack, browser: RunningSite.browserPath) {
                ($0.html, try await $0.read())
            }
            let test = SnapshotTest(folder: folder.path(), name: "list")
            try test.write(html, expecting: page)
            let written = try String(contentsOf: folder.appending(path: "list.html"), encoding: .utf8)
            #expect(try written == String(contentsOfFile: source, encoding: .utf8))
            let decoder = JSONDecoder()
            let result = try decoder.decode(
                JSONValue.self, from: Data(contentsOf: folder.appending(path: "list.json")))
            let kept = try decoder.decode(
                JSONValue.self, from: Data(contentsOf: Self.folder.appending(path: "meetme-list.json")))
            #expect(kept.differences(from: result) == [])
            #expect(throws: SnapshotFault.self) { try test.write(html, expecting: page) }
            let nowhere = SnapshotTest(folder: folder.path() + "/no", name: "list")
            #expect(throws: SnapshotFault.self) { try nowhere.write(html, expecting: page) }
        }

        @Test func `Selectors are checked on a page that was kept`() async throws {
            let html = try String(contentsOf: Self.folder.appending(path: "meetme-conversation.html"), encoding: .utf8)
            let pack = Platforms.folder.appending(path: "meetme.yaml").path()
            try await TestBrowser.with { browser in
                let whole = try await StoredPage.open(html, from: "", pack: pack, in: browser)
                #expect(try await whole.survey().missing == [])
                #expect(try await whole.compared().entries == [])
                let changed = html.replacing("chat-form", with: "composer")
                    .replacing("placeholder=\"Type something…\"", with: "placeholder=\"Type something\"")
                #expect(changed != html)
                let stored = try await StoredPage.open(changed, from: "", pack: pack, in: browser)
                #expect(try await stored.survey().missing == [.textBox, .send])
                #expect(try await stored.survey().text.contains("NOT FOUND"))
            }
        }

        @Test(arguments: [3, 7, 16] as [UInt64])
        func `What is found instead on a changed page is found on its snapshot as well`(seed: UInt64) async throws {
            try await StandIn.with(.phoenix) { standIn in
                try await TestBrowser.with { browser in
                    try await HealingJudge.with(browser, standIn) { judge in
                        _ = try await judge.judge(seed: seed)
                        let (script, pack) = (judge.tab.script, judge.tab.pack)
                        var known = judge.known
                        known.notices = judge.book.notices
                        let proposals = try await script.heal(
                            remembering: judge.book.portraits, knowing: known, except: [:])
                        let html = try await script.snapshot([:], remembering: judge.book.portraits, knowing: known)
                        let path = Platforms.folder.appending(path: "\(pack.name).yaml").path()
                        let stored = try await StoredPage.open(html, from: "", pack: path, in: browser)
                        let found = try await stored.compared().entries
                        #expect(Set(proposals.map(\.role)).isSuperset(of: [.bubble, .bubbleText, .textBox, .send]))
                        #expect(Set(found.map(\.role)) == Set(proposals.map(\.role)))
                        // The page has no ids or people's words in its selectors; where it had, they would differ.
                        #expect(found.map(\.css) == proposals.map(\.css))
                    }
                }
            }
        }
    }
}

extension JSONValue {
    /// Compared in part: what the expected one does not have, the other one may have.
    ///
    /// - Returns: where the other one is not as this one says, each with its path.
    func differences(from other: JSONValue?, at path: String = "page") -> [String] {
        switch (self, other) {
        case (.object(let fields), .object):
            fields.sorted { $0.key < $1.key }.flatMap {
                $0.value.differences(from: other?[$0.key], at: "\(path).\($0.key)")
            }
        case (.array(let items), .array(let others)) where items.count == others.count:
            zip(items, others).enumerated().flatMap { $1.0.differences(from: $1.1, at: "\(path)[\($0)]") }
        default: self == other ? [] : ["\(path): expected \(self), read \(other.map { "\($0)" } ?? "nothing")"]
        }
    }
}
