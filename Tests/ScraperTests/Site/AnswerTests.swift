import Shared
import Testing

@testable import Sandbox
@testable import Scraper

extension BrowserTests {
    /// A site that asks for what only a person can give, and one that has suspended the account.
    @Suite struct AnswerTests {
        /// Asks everybody for a code, and waits until the scraper has asked a person.
        private static func challenge(
            _ kind: Challenge.Kind, _ standIn: StandIn, _ running: RunningSite
        ) async throws -> SessionNews {
            _ = await standIn.site.begin(.challenge(try #require(Challenge(kind)), now: true))
            #expect(await eventually(within: .seconds(40)) { running.seen.states.last == .challenge })
            return try #require(running.seen.news.last)
        }

        private static func expectQuestion(_ words: String, _ running: RunningSite) async {
            #expect(
                await eventually(within: .seconds(30)) {
                    running.seen.news.last?.state == .challenge && running.seen.action?.contains(words) == true
                })
        }

        /// Whether the list tells of what is written now. A page of the stand-in that was just loaded misses what comes
        /// before it is connected, so it is written more than once.
        private static func isHeard(
            _ text: String, _ standIn: StandIn, _ running: RunningSite, _ mia: String
        ) async throws -> Bool {
            for _ in 0..<4 {
                try await standIn.say(text, by: "Mia")
                if await eventually(within: .seconds(12), { running.seen.row(mia)?.preview == text }) { return true }
            }
            return false
        }

        private static func count(_ name: String, _ standIn: StandIn) async -> Int? {
            await standIn.site.ledger()["troubles"]?[name]?.int
        }

        @Test(arguments: [(Skin.phoenix, "meetme"), (.classic, "classic"), (.react, "react")])
        func `A code that a person gives is typed once, and everything goes on where it was`(
            skin: Skin, pack: String
        ) async throws {
            try await RunningSite.withMia(skin, pack: pack) { standIn, running, mia in
                let asked = try await Self.challenge(.secondFactor, standIn, running)
                #expect(asked.awaits == .code && asked.picture != nil)
                running.answers.put(.code(Secret("123456")))
                #expect(await eventually(within: .seconds(40)) { running.seen.states.last == .connected })
                #expect(await Self.count("challenge_answered", standIn) == 1)
                #expect(await Self.count("challenge_wrong", standIn) == 0)
                #expect(try await Self.isHeard("two", standIn, running, mia))
            }
        }

        @Test func `A wrong code is told and not tried again, and the next one is its own attempt`() async throws {
            try await RunningSite.withMia { standIn, running, _ in
                _ = try await Self.challenge(.captcha, standIn, running)
                running.answers.put(.code(Secret("HERON")))
                await Self.expectQuestion("did not take the code", running)
                #expect(await Self.count("challenge_wrong", standIn) == 1)
                running.answers.put(.code(Secret("pelican")))
                #expect(await eventually(within: .seconds(40)) { running.seen.states.last == .connected })
                #expect(await Self.count("challenge_wrong", standIn) == 1)
                #expect(running.seen.news.allSatisfy { $0.action?.contains("HERON") != true })
            }
        }

        @Test func `A late code is not typed, and “done” only looks again`() async throws {
            try await RunningSite.withMia { standIn, running, _ in
                _ = try await Self.challenge(.secondFactor, standIn, running)
                running.answers.put(.late)
                await Self.expectQuestion("too late", running)
                running.answers.put(.done)
                await Self.expectQuestion("still asks", running)
                #expect(await Self.count("challenge_wrong", standIn) == 0)
                #expect(await Self.count("challenge_answered", standIn) == 0)
                await standIn.site.endTroubles()
                #expect(await eventually(within: .seconds(40)) { running.seen.states.last == .connected })
            }
        }

        @Test func `Without a field that the pack knows a code is not asked for and not typed`() async throws {
            try await StandIn.with(.phoenix) { standIn in
                var pack = try Platforms.pack("meetme")
                pack.roles[.challengeCode] = nil
                try await RunningSite.with(standIn, changed: pack) { running in
                    #expect(await eventually { running.seen.states.last == .connected })
                    let asked = try await Self.challenge(.secondFactor, standIn, running)
                    #expect(asked.awaits == .done)
                    running.answers.put(.code(Secret("123456")))
                    await Self.expectQuestion("no field", running)
                    #expect(await Self.count("challenge_answered", standIn) == 0)
                    #expect(await Self.count("challenge_wrong", standIn) == 0)
                }
            }
        }

        @Test func `While a person is waited for no reply is typed, and it is typed afterwards`() async throws {
            try await RunningSite.withMia { standIn, running, mia in
                _ = try await Self.challenge(.captcha, standIn, running)
                let error = await #expect(throws: SiteError.self) {
                    try await running.site.type("hello", in: mia, ifCurrent: { _ in true })
                }
                #expect(error?.code == .needsPerson)
                running.answers.put(.code(Secret("PELICAN")))
                #expect(await eventually(within: .seconds(40)) { running.seen.states.last == .connected })
                let result = try await running.whenSignedIn { site in
                    try await site.type("hello", in: mia, ifCurrent: { _ in true })
                }
                guard case .delivered = result else {
                    Issue.record("it was not typed")
                    return
                }
                #expect(await standIn.messages(of: mia) == ["person: one", "owner: hello"])
            }
        }

        @Test func `A suspended account is told at once, nothing is touched, and it goes on when that is over`()
            async throws
        {
            try await RunningSite.withMia { standIn, running, mia in
                _ = await standIn.site.begin(.banned)
                #expect(await eventually(within: .seconds(30)) { running.seen.states.last == .banned })
                let told = try #require(running.seen.news.last)
                #expect(told.action?.contains("suspended") == true)
                #expect(told.awaits == nil && told.picture != nil)
                let error = await #expect(throws: SiteError.self) {
                    try await running.site.read(mia, atLeast: 1, .listed)
                }
                #expect(error?.code == .needsPerson)
                await standIn.site.endTroubles()
                #expect(await eventually(within: .seconds(40)) { running.seen.states.last == .connected })
                #expect(await standIn.site.ledger()["wrong_clicks"]?.int == 0)
                #expect(try await Self.isHeard("two", standIn, running, mia))
            }
        }

        @Test func `A scraper that starts while the account is suspended signs in once it is not`() async throws {
            try await StandIn.with(.classic) { standIn in
                _ = await standIn.site.begin(.banned)
                try await RunningSite.with(standIn, pack: "classic") { running in
                    #expect(await eventually(within: .seconds(30)) { running.seen.states == [.connecting, .banned] })
                    await standIn.site.endTroubles()
                    #expect(await eventually(within: .seconds(40)) { running.seen.states.last == .connected })
                }
            }
        }
    }
}
