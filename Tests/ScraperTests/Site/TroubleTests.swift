import Shared
import Testing

@testable import Sandbox
@testable import Scraper

extension BrowserTests {
    /// What goes wrong on such sites: each is survived or told, and nothing is clicked that nobody allowed.
    @Suite struct TroubleTests {
        /// A message that is written now is told and read.
        private static func expectReading(_ standIn: StandIn, _ running: RunningSite, _ mia: String) async throws {
            try await standIn.say("still there?", by: "Mia")
            #expect(await eventually(within: .seconds(60)) { running.seen.row(mia)?.preview == "still there?" })
            let read = try await eventuallyRead(running, mia)
            #expect(read == ["one", "still there?"])
        }

        private static func eventuallyRead(_ running: RunningSite, _ mia: String) async throws -> [String] {
            let end = ContinuousClock.now + .seconds(60)
            while true {
                do {
                    return try await running.site.read(mia, atLeast: 50, .listed).bubbles.map(\.text)
                } catch let error as SiteError where ContinuousClock.now < end {
                    _ = error
                    try await Task.sleep(for: .milliseconds(200))
                }
            }
        }

        private static func count(_ name: String, _ standIn: StandIn) async -> Int? {
            await standIn.site.ledger()["troubles"]?[name]?.int
        }

        @Test(arguments: [(Skin.phoenix, "meetme"), (.classic, "classic")])
        func `An unknown overlay is told and not clicked, and messages are read beneath it`(
            skin: Skin, pack: String
        ) async throws {
            try await RunningSite.withMia(skin, pack: pack) { standIn, running, mia in
                _ = await standIn.site.begin(.advertisement)
                #expect(await eventually(within: .seconds(30)) { running.seen.states.last == .degraded })
                #expect(running.seen.action?.contains("promo-veil") == true)
                try await Self.expectReading(standIn, running, mia)
                #expect(await Self.count("advertisement_primary_clicks", standIn) == 0)
                await standIn.site.endTroubles()
                #expect(await eventually(within: .seconds(30)) { running.seen.states.last == .connected })
            }
        }

        @Test(arguments: Trouble.Dialog.allCases)
        func `A dialog of the browser stops nothing`(kind: Trouble.Dialog) async throws {
            try await RunningSite.withMia { standIn, running, mia in
                _ = await standIn.site.begin(.dialog(kind))
                try await Self.expectReading(standIn, running, mia)
                #expect(await Self.count("dialogs_accepted", standIn) == 0)
            }
        }

        @Test func `New tabs, downloads, file choosers and permissions are refused`() async throws {
            try await RunningSite.withMia { standIn, running, mia in
                for trouble in [Trouble.newTab, .download, .fileChooser, .pushPermission] {
                    _ = await standIn.site.begin(trouble)
                }
                try await Self.expectReading(standIn, running, mia)
                guard case .delivered = try await running.site.type("hello", in: mia, ifCurrent: { _ in true }) else {
                    Issue.record("it was not typed")
                    return
                }
                #expect(running.seen.states == [.connecting, .connected])
            }
        }

        @Test(arguments: [Trouble.crash, .frozen(seconds: 8), .offline(seconds: 3), .slow(milliseconds: 300)])
        func `Pages that crash, freeze, lose the network or are slow come back by themselves`(
            trouble: Trouble
        ) async throws {
            try await RunningSite.withMia { standIn, running, mia in
                _ = await standIn.site.begin(trouble)
                try await Self.expectReading(standIn, running, mia)
            }
        }

        @Test func `A reply is not typed where somebody types by hand, and is once they are done`() async throws {
            try await RunningSite.withMia { standIn, running, mia in
                _ = await standIn.site.begin(.handTyping("dear Mia"))
                let isHeld = try await eventually {
                    try await running.site.type("hello", in: mia, ifCurrent: { _ in false }) == .handTyping
                }
                #expect(isHeld)
                #expect(await standIn.messages(of: mia) == ["person: one"])
            }
        }

        @Test func `A challenge is waited for, and everything goes on once it is answered`() async throws {
            try await RunningSite.withMia { standIn, running, mia in
                let challenge = try #require(Challenge(.captcha))
                _ = await standIn.site.begin(.challenge(challenge, now: true))
                #expect(await eventually(within: .seconds(40)) { running.seen.states.last == .challenge })
                #expect(running.seen.action?.contains("captcha") == true)
                #expect(await Self.count("challenge_wrong", standIn) == 0)
                await standIn.site.endTroubles()
                #expect(await eventually(within: .seconds(40)) { running.seen.states.last == .connected })
                try await Self.expectReading(standIn, running, mia)
            }
        }

        @Test func `A sign-in on another device is answered with one of our own`() async throws {
            try await RunningSite.withMia { standIn, running, mia in
                _ = await standIn.site.begin(.secondDevice)
                try await Self.expectReading(standIn, running, mia)
                #expect(running.seen.states.last == .connected)
            }
        }
    }
}
