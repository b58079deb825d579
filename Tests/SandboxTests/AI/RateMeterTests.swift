import Foundation
import Testing

@testable import Sandbox

@Suite struct RateMeterTests {
    private let start = Date(timeIntervalSince1970: 1_800_000_000)

    @Test func `requests run out and come back evenly`() {
        var meter = RateMeter()
        let verdicts = (0..<Int(RateMeter.requestsPerMinute)).map { _ in meter.take(tokens: 1, at: start) }
        #expect(verdicts.allSatisfy { $0 == .accepted })
        guard case .refused(let what, let seconds) = meter.take(tokens: 1, at: start) else {
            Issue.record("nothing was refused")
            return
        }
        #expect(what.hasPrefix("requests"))
        #expect(seconds > 0 && seconds <= 0.02)
        // Clients wait whole milliseconds, rounded up.
        let later = meter.take(tokens: 1, at: start + seconds + 0.001)
        #expect(later == .accepted)
    }

    @Test func `tokens run out too`() {
        var meter = RateMeter()
        let half = Int(RateMeter.tokensPerMinute / 2)
        let verdicts = (0..<2).map { _ in meter.take(tokens: half, at: start) }
        #expect(verdicts == [.accepted, .accepted])
        guard case .refused(let what, let seconds) = meter.take(tokens: half, at: start) else {
            Issue.record("nothing was refused")
            return
        }
        #expect(what.hasPrefix("tokens"))
        #expect((29...31).contains(seconds))
    }

    @Test func `a clock that goes back gives nothing`() {
        var meter = RateMeter()
        _ = meter.take(tokens: 1000, at: start)
        _ = meter.take(tokens: 0, at: start - 60)
        #expect(meter.headers["x-ratelimit-remaining-requests"] == "2998")
    }

    @Test(arguments: [
        (0.0, "0s"), (0.02, "20ms"), (1.0, "1s"), (1.5, "1.5s"), (59.001, "59.001s"), (60, "1m0s"), (361.25, "6m1.25s"),
    ])
    func `durations are printed as the service prints them`(seconds: Double, words: String) {
        #expect(GoDuration.words(seconds) == words)
    }
}
