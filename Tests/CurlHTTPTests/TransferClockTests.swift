import Testing

@testable import CurlHTTP

@Suite struct TransferClockTests {
    private let start = ContinuousClock.now
    private let timeouts = HTTPTimeouts(
        connect: .seconds(1), firstByte: .seconds(2), idle: .seconds(3), total: .seconds(10))

    private func at(_ seconds: Int) -> ContinuousClock.Instant { start + .seconds(seconds) }

    @Test func whileItWaitsOnlyTheTotalCounts() {
        let clock = TransferClock(timeouts, start: start)
        #expect(clock.expiry(at: at(9)) == nil)
        #expect(clock.expiry(at: at(10)) == .total)
        #expect(clock.deadline == at(10))
    }

    @Test func theFirstByteIsDueFromTheMomentTheRequestGoesOut() {
        var clock = TransferClock(timeouts, start: start)
        clock.requestStarted(at: at(4))
        #expect(clock.expiry(at: at(5)) == nil)
        #expect(clock.expiry(at: at(6)) == .firstByte)
        #expect(clock.deadline == at(6))
    }

    @Test func everyArrivalStartsTheIdleTimeAnew() {
        var clock = TransferClock(timeouts, start: start)
        clock.requestStarted(at: at(0))
        clock.bytesArrived(at: at(1))
        #expect(clock.deadline == at(4))
        clock.bytesArrived(at: at(3))
        #expect(clock.expiry(at: at(5)) == nil)
        #expect(clock.expiry(at: at(6)) == .idle)
    }

    @Test func aPauseStopsTheIdleTimeAndNotTheTotal() {
        var clock = TransferClock(timeouts, start: start)
        clock.bytesArrived(at: at(1))
        clock.paused()
        #expect(clock.isPaused && clock.expiry(at: at(9)) == nil && clock.deadline == at(10))
        clock.resumed(at: at(9))
        #expect(!clock.isPaused && clock.expiry(at: at(9)) == nil)
        #expect(clock.expiry(at: at(10)) == .total)
    }

    @Test func aRedirectGoesBackToWaitingWithinTheSameTotal() {
        var clock = TransferClock(timeouts, start: start)
        clock.bytesArrived(at: at(1))
        clock.nextHop()
        #expect(clock.expiry(at: at(9)) == nil && clock.deadline == at(10))
    }

    @Test func millisecondsAreRoundedUpAndBounded() {
        #expect(Duration.microseconds(1).wholeMilliseconds == 1)
        #expect(Duration.milliseconds(1500).wholeMilliseconds == 1500)
        #expect(Duration.microseconds(1_500_001).wholeMilliseconds == 1501)
        #expect(Duration.zero.wholeMilliseconds == 0)
        #expect(Duration.seconds(1e12).wholeMilliseconds == 2_000_000_000)
    }
}
