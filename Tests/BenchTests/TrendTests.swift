import Foundation
import Testing

@testable import Bench

@Suite struct `A trend` {
    @Test func `a straight line grows by what it grows`() {
        let trend = Trend((0..<10).map { 5 + 2 * Double($0) }, warmUp: 0)
        #expect(abs(trend.growth - 18) < 1e-9)
        #expect(trend.mean == 14)
        #expect(trend.largest == 23)
    }

    @Test func `what happens while it warms up does not count`() {
        let trend = Trend([1, 50, 100, 100, 100, 100, 100, 100], warmUp: 0.25)
        #expect(trend.growth == 0)
        #expect(trend.isFlat(within: 0, or: 0))
    }

    @Test func `noise is flat, and a leak is not`() {
        #expect(Trend([100, 103, 98, 101, 99, 102, 100], warmUp: 0).isFlat(within: 0.05, or: 1))
        #expect(!Trend((0..<20).map { 100 + Double($0) }, warmUp: 0).isFlat(within: 0.05, or: 1))
        #expect(Trend([], warmUp: 0.25).isFlat(within: 0, or: 0))
    }
}

@Suite struct `Figures of a process` {
    private let status = "Name:\tbench\nVmRSS:\t   41000 kB\nRssAnon:\t    5100 kB\n"
    private let stat = "7 (a (b) c) S 1 7 7 0 -1 4194560 9 0 0 0 150 50 0 0 20 0 3 0 99 1 2"

    @Test func `are read from what Linux tells`() throws {
        let figures = try ProcessFigures(status: status, stat: stat, openFiles: 3)
        #expect(figures.residentBytes == 41_000 * 1024)
        #expect(figures.anonymousBytes == 5_100 * 1024)
        #expect(figures.cpuSeconds == 2)
    }

    @Test func `are refused when a part is missing`() {
        #expect(throws: BenchFailure.self) { try ProcessFigures(status: "", stat: stat, openFiles: 0) }
        #expect(throws: BenchFailure.self) { try ProcessFigures(status: status, stat: "7 (x) S", openFiles: 0) }
    }
}

@Suite struct `A soak` {
    @Test func `that leaks memory or files is not flat`() throws {
        #expect(try summary { _ in (10_000_000, 20) }.isFlat)
        #expect(try !summary { (10_000_000 + $0 * 200_000, 20) }.isFlat)
        #expect(try !summary { (10_000_000, 20 + $0) }.isFlat)
    }

    @Test func `says so in its figures`() throws {
        let object = try #require(
            JSONSerialization.jsonObject(with: Data(Figures.json(summary { _ in (10_000_000, 20) }).utf8))
                as? [String: Any])
        #expect(object["flat"] as? Bool == true)
        #expect(object["bus_per_s"] as? Double == 100)
        #expect(object["anonymous_growth_mb"] as? Double == 0)
    }

    private func summary(_ sample: (Int) -> (bytes: Int, files: Int)) throws -> SoakSummary {
        let samples = try (0..<40).map { index in
            let (bytes, files) = sample(index)
            let status = "VmRSS: \(bytes / 1024) kB\nRssAnon: \(bytes / 1024) kB"
            return SoakSummary.Sample(
                process: try ProcessFigures(
                    status: status, stat: "7 (x) S 1 7 7 0 -1 0 9 0 0 0 1 1 0", openFiles: files),
                queueDepth: 0)
        }
        return SoakSummary(minutes: 1, published: 6000, consumed: 6000, written: 60, samples: samples)
    }
}
