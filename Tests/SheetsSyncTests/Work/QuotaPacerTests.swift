import Shared
import Testing

@testable import SheetsSync

@Suite struct QuotaPacerTests {
    private let start = ContinuousClock.now

    @Test func `the first call does not wait and the next waits out the gap`() {
        var pacer = QuotaPacer.sheets
        #expect(pacer.delay(at: start) == .zero)
        pacer.spend(at: start)
        #expect(pacer.delay(at: start + .milliseconds(300)) == .milliseconds(700))
        #expect(pacer.delay(at: start + .seconds(1)) == .zero)
        #expect(pacer.delay(at: start + .seconds(100)) == .zero)
    }

    @Test func `no minute sees more calls than the limit`() {
        var pacer = QuotaPacer.sheets
        var now = start
        var calls: [ContinuousClock.Instant] = []
        for _ in 0..<300 {
            now += pacer.delay(at: now)
            pacer.spend(at: now)
            calls.append(now)
        }
        for (index, call) in calls.enumerated() {
            let minute = calls[index...].prefix { $0 < call + .seconds(60) }
            #expect(minute.count <= 55)
        }
        #expect(calls[299] - start < .seconds(330))
    }

    @Test func `after a pause the calls that are past do not count`() {
        var pacer = QuotaPacer(gap: .zero, limit: 2, window: .seconds(10))
        pacer.spend(at: start)
        pacer.spend(at: start + .seconds(1))
        #expect(pacer.delay(at: start + .seconds(2)) == .seconds(8))
        #expect(pacer.delay(at: start + .seconds(11)) == .zero)
        pacer.spend(at: start + .seconds(11))
        #expect(pacer.delay(at: start + .seconds(11)) == .zero)
    }
}
