import Foundation
import Testing

@testable import AIWorker

@Suite struct `Planning summaries` {
    private let now = Date(timeIntervalSince1970: 1_800_000_000)

    private func plan(
        _ stored: SummaryPlan.Stored?, _ fallenOut: ClosedRange<Int64>?, mayAsk: Bool = true
    ) -> SummaryPlan {
        SummaryPlan.of(stored: stored, fallenOut: fallenOut.map(Array.init) ?? [], mayAsk: mayAsk, at: now)
    }

    private func stored(
        _ text: String? = "Notes", through: Int64 = 20, notBefore: Date? = nil, isOutdated: Bool = false
    ) -> SummaryPlan.Stored {
        SummaryPlan.Stored(text: text, through: through, notBefore: notBefore, isOutdated: isOutdated)
    }

    @Test func `a short conversation and a few messages cost nothing`() {
        #expect(plan(nil, nil) == .use(nil))
        #expect(plan(nil, 1...9) == .use(nil))
        #expect(plan(stored(), nil) == .use("Notes"))
        #expect(plan(stored(), 21...29) == .use("Notes"))
    }

    @Test func `enough messages make a summary, and extend the one that is there`() {
        #expect(plan(nil, 1...10) == .make)
        #expect(plan(stored(), 21...30) == .extend("Notes"))
        #expect(plan(stored(), 21...30).usable == "Notes")
    }

    @Test func `what is covered already does not count`() {
        #expect(plan(stored(), 1...29) == .use("Notes"))
    }

    @Test func `what was edited or deleted makes all of it anew`() {
        #expect(plan(stored(isOutdated: true), 1...10) == .make)
        #expect(plan(stored(isOutdated: true), 1...10).usable == nil)
        #expect(plan(stored(isOutdated: true), 1...9) == .use(nil))
    }

    @Test func `a request that gave nothing is not made again for the same messages`() {
        #expect(plan(stored(nil), 1...20) == .use(nil))
        #expect(plan(stored(nil), 1...29) == .use(nil))
        #expect(plan(stored(nil), 1...30) == .make)
    }

    @Test func `after a failure there is a pause, and with no budget no request`() {
        let later = now.addingTimeInterval(1)
        #expect(plan(stored(nil, through: 0, notBefore: later), 1...30) == .use(nil))
        #expect(plan(stored(notBefore: later), 21...40) == .use("Notes"))
        #expect(plan(stored(notBefore: now), 21...40) == .extend("Notes"))
        #expect(plan(nil, 1...30, mayAsk: false) == .use(nil))
        #expect(plan(stored(), 21...40, mayAsk: false) == .use("Notes"))
        #expect(plan(stored(isOutdated: true), 1...40, mayAsk: false) == .use(nil))
    }
}
