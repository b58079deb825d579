import DevTools
import Foundation
import Synchronization
import Testing

@testable import Sandbox
@testable import Scraper

extension BrowserTests {
    /// `SWITCHBOARD_MUTANT_SEEDS` says how many seeds are looked at; `make bench-selectors` looks at 200. What it prints
    /// last are the figures of all.
    @Suite struct MutantTests {
        static let batchSize = 20
        static let seeds = ProcessInfo.processInfo.environment["SWITCHBOARD_MUTANT_SEEDS"].flatMap(Int.init) ?? 6
        static let batches = stride(from: 1, through: seeds, by: batchSize).map {
            $0...min($0 + batchSize - 1, seeds)
        }
        private static let total = Mutex(HealingJudge.Tally())

        @Test(arguments: batches)
        func `Under changed markup no wrong element is taken, and most roles are found`(
            batch: ClosedRange<Int>
        ) async throws {
            let tally = try await StandIn.with(.phoenix) { standIn in
                try await TestBrowser.with { browser in
                    try await HealingJudge.with(browser, standIn) { judge in
                        var tally = HealingJudge.Tally()
                        for seed in batch { tally += try await judge.judge(seed: UInt64(seed)) }
                        return tally
                    }
                }
            }
            let all = Self.total.withLock { total in
                total += tally
                return total
            }
            print(
                "seeds 1…\(batch.upperBound): roles shown \(all.shown), found without a person \(all.found), not found "
                    + "\(all.missed.count), wrong elements taken \(all.wrong.count)")
            for line in tally.missed { print("not found: \(line.prefix(40))") }
            #expect(tally.wrong == [])
            #expect(tally.shown > batch.count * 15)
            #expect(tally.found * 100 >= tally.shown * 90)
        }
    }
}
