import Testing

@testable import Bench

@Suite struct `Latency` {
    @Test func `is told in milliseconds from both ends, and is none for an event that came before its writer knew`() {
        let watches = Stopwatches()
        let now = ContinuousClock.now
        watches.arrived("late")
        watches.wrote(["late"], started: now - .seconds(2), returned: now - .seconds(1))
        watches.arrived("early")
        watches.wrote(["early"], started: now, returned: now + .seconds(60))
        watches.wrote(["lost"], started: now, returned: now)
        let (sinceReturn, sinceStart) = watches.milliseconds
        #expect(watches.arrivedCount == 2)
        #expect(sinceReturn.count == 2)
        #expect(sinceReturn.percentile(50) == 0)
        #expect((1000..<1500).contains(sinceReturn.percentile(99)))
        #expect((2000..<2500).contains(sinceStart.percentile(99)))
    }
}

@Suite struct `Handler figures` {
    @Test func `are medians and their ratio`() throws {
        let figures = HandlerFigures(concurrency: 4, handler: [100, 300, 200], raw: [400, 100, 500])
        #expect(try Figures.json(figures) == #"{"concurrency":4,"handler_per_s":200,"ratio":0.5,"raw_per_s":400}"#)
    }
}
