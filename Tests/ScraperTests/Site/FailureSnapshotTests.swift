import Foundation
import Shared
import Testing

@testable import Sandbox
@testable import Scraper

extension BrowserTests {
    /// The running service keeps the pages on which it failed.
    @Suite struct FailureSnapshotTests {
        private func kept<R: Sendable>(
            _ body: @Sendable (SnapshotFolder, @escaping @Sendable () -> [String]) async throws -> R
        ) async throws -> R {
            let path = FileManager.default.temporaryDirectory.appending(path: "kept-\(UUID().uuidString)").path()
            defer { try? FileManager.default.removeItem(atPath: path) }
            return try await body(SnapshotFolder(path: path, logger: LogInMemory().logger)) {
                let names = try? FileManager.default.contentsOfDirectory(atPath: path)
                return (names ?? []).sorted().map { "\(path)/\($0)" }
            }
        }

        private func read(_ file: String) async throws -> (ReplayedPage, PageScript.SnapshotHead, SelectorSurvey) {
            let pack = Platforms.folder.appending(path: "meetme.yaml").path()
            return try await StoredPage.with(file, pack: pack, browser: RunningSite.browserPath) {
                (try await $0.read(), $0.head, try await $0.survey())
            }
        }

        @Test func `A conversation that cannot be read is kept, told with its file, and replayed`() async throws {
            try await kept { folder, files in
                try await StandIn.with(.phoenix) { standIn in
                    let mia = try await standIn.say("a secret hello", by: "Mia Torres")
                    for name in ["Noah Kim", "Ines Roy", "Omar Haddad"] { try await standIn.say("hello", by: name) }
                    try await RunningSite.with(standIn, snapshots: folder) { running in
                        #expect(await eventually { running.seen.rows.count == 4 })
                        await standIn.site.setSkin(.mutant, seed: 3)
                        // Then the tabs, too, show the page that was built anew.
                        #expect(
                            await eventually(within: .seconds(60)) {
                                running.seen.reports.contains { report in
                                    if case .healed(let entry) = report { entry.role == .row } else { false }
                                }
                            })
                        await #expect(throws: SiteError.self) {
                            _ = try await running.site.read(mia, atLeast: 10, .listed)
                        }
                        #expect(
                            running.seen.reports.contains { report in
                                guard case .degraded(.bubble, let advice) = report else { return false }
                                return files().contains { advice.contains($0) }
                            })
                    }
                }
                let file = try #require(files().first { $0.hasSuffix("-reading-bubble.html") })
                let (page, head, survey) = try await read(file)
                #expect(head["failure"] == "reading" && head["role"] == "bubble" && head["pack"] == "meetme")
                #expect(Timestamp(head["time"] ?? "") != nil)
                #expect(survey.missing.contains(.bubble) && page.conversation?.isReady == false)
                #expect(try !String(contentsOfFile: file, encoding: .utf8).contains("secret"))
            }
        }

        @Test func `A refused sign-in is kept without what was typed`() async throws {
            try await kept { folder, files in
                try await StandIn.with(.phoenix) { standIn in
                    try await RunningSite.with(standIn, password: "wrong", snapshots: folder) { running in
                        #expect(await eventually { running.seen.states.last == .badCredentials })
                        #expect(files().map { $0.hasSuffix("-sign-in.html") } == [true])
                    }
                }
                let file = try #require(files().first)
                let (page, _, _) = try await read(file)
                #expect(page.state.hasLoginForm && page.state.loginError != nil && !page.state.isSignedIn)
                #expect(page.found[.loginUsername] == 1 && page.found[.loginPassword] == 1)
                #expect(try !String(contentsOfFile: file, encoding: .utf8).contains("me@example"))
            }
        }

        @Test func `A reply that could not be sent keeps its page, and what could is not kept`() async throws {
            try await kept { folder, files in
                try await StandIn.with(.phoenix) { standIn in
                    let mia = try await standIn.say("hi", by: "Mia")
                    try await RunningSite.with(standIn, snapshots: folder) { running in
                        _ = try await running.site.type("fine", in: mia) { _ in true }
                        #expect(files() == [])
                        standIn.faults.set(Fault(kind: .sendRefused, rate: 1, duration: .seconds(60)), peer: "site")
                        for _ in 0..<2 { _ = try await running.site.type("unsendable", in: mia) { _ in true } }
                        #expect(files().map { $0.hasSuffix("-typing-send.html") } == [true])
                    }
                }
                let file = try #require(files().first)
                let (page, _, survey) = try await read(file)
                #expect(survey.missing == [])
                #expect(page.conversation?.bubbles.map(\.isOwn) == [false, true])
                #expect(try !String(contentsOfFile: file, encoding: .utf8).contains("unsendable"))
            }
        }

        @Test func `A site that shows another list than the pack says keeps the page before it gives up`() async throws
        {
            try await kept { folder, files in
                try await StandIn.with(.phoenix) { standIn in
                    try await standIn.say("hi", by: "Mia")
                    try await RunningSite.with(standIn, pack: "classic", snapshots: folder) { running in
                        // It waits for the list, and then for the sign-in, before it says so.
                        #expect(await eventually(within: .seconds(60)) { running.seen.states.contains(.degraded) })
                        #expect(await eventually { files().contains { $0.hasSuffix("-reading.html") } })
                    }
                }
            }
        }
    }
}
