import DevTools
import Foundation
import Testing

@testable import Sandbox
@testable import Scraper

extension BrowserTests {
    /// `SWITCHBOARD_MUTANT_SEEDS` says how many seeds are looked at; `make bench-selectors` looks at 200.
    @Suite struct MutantTests {
        static let seeds = ProcessInfo.processInfo.environment["SWITCHBOARD_MUTANT_SEEDS"].flatMap(Int.init) ?? 6

        @Test(.timeLimit(.minutes(60)))
        func `Under changed markup no wrong element is proposed, and most roles are found`() async throws {
            try await StandIn.with(.phoenix) { standIn in
                let tally = try await TestBrowser.with { browser in
                    try await HealingJudge.with(browser, standIn) { judge in
                        var tally = HealingJudge.Tally()
                        for seed in 1...Self.seeds { tally += try await judge.judge(seed: UInt64(seed)) }
                        return tally
                    }
                }
                print(
                    "mutant seeds \(Self.seeds): roles shown \(tally.shown), found \(tally.found), missed "
                        + "\(tally.missed.count), wrong elements accepted \(tally.wrong.count)")
                if Self.seeds > 6 { for line in tally.missed.sorted() { print("missed \(line)") } }
                #expect(tally.wrong == [])
                #expect(tally.shown > Self.seeds * 15)
                #expect(tally.found * 100 >= tally.shown * 90)
            }
        }
    }
}
