import Shared
import Testing

@testable import Sandbox
@testable import Scraper

extension BrowserTests {
    @Suite struct SessionTests {
        @Test(arguments: ReadingTests.skins)
        func `A wrong password is told once, with what to do, and not tried again`(skin: Skin, pack: String)
            async throws
        {
            try await StandIn.with(skin) { standIn in
                try await RunningSite.with(standIn, pack: pack, password: "wrong") { running in
                    #expect(await eventually { running.seen.states.last == .badCredentials })
                    #expect(running.seen.action?.contains("MEETME_PASSWORD") == true)
                    #expect(running.seen.action?.contains("wrong.") == true)
                    #expect(running.seen.states == [.connecting, .badCredentials])
                }
            }
        }

        @Test func `A site that is down is waited for`() async throws {
            try await StandIn.with(.phoenix) { standIn in
                let mia = try await standIn.say("one", by: "Mia")
                standIn.faults.set(Fault(kind: .drop, rate: 1, duration: .seconds(60)), peer: "site")
                try await RunningSite.with(standIn) { running in
                    #expect(await eventually { running.seen.states.last == .degraded })
                    standIn.faults.clear()
                    #expect(await eventually(within: .seconds(60)) { running.seen.states.last == .connected })
                    #expect(await eventually { running.seen.row(mia)?.preview == "one" })
                }
            }
        }
    }
}
