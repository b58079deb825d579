import Foundation
import Testing

@testable import Sandbox

@Suite struct FaultTests {
    private let start = Date(timeIntervalSince1970: 1_800_000_000)

    private func fault(_ kind: FaultKind, rate: Double = 1, seconds: Int = 10) -> Fault {
        Fault(kind: kind, rate: rate, duration: .seconds(seconds))
    }

    @Test func `a fault ends after its time`() {
        var plan = FaultPlan()
        var random = SeededRandom(seed: 1)
        plan.set(fault(.drop), at: start)
        let before = plan.draw(at: start + 9.9, using: &random)
        let after = plan.draw(at: start + 10, using: &random)
        #expect(before == .drop)
        #expect(after == nil)
        #expect(plan.active(at: start + 10).isEmpty)
    }

    @Test func `the rate is kept`() {
        var plan = FaultPlan()
        var random = SeededRandom(seed: 1)
        plan.set(fault(.serverError, rate: 0.25), at: start)
        let hits = (0..<4000).count { _ in plan.draw(at: start, using: &random) != nil }
        #expect((900...1100).contains(hits))
    }

    @Test func `the same kind is replaced and a rate of 0 ends it`() {
        var plan = FaultPlan()
        var random = SeededRandom(seed: 1)
        plan.set(fault(.drop, rate: 0.5), at: start)
        plan.set(fault(.drop, rate: 1), at: start)
        plan.set(fault(.slow, rate: 1), at: start)
        #expect(plan.active(at: start) == [.drop, .slow])
        plan.set(fault(.drop, rate: 0), at: start)
        let drawn = plan.draw(at: start, using: &random)
        #expect(drawn == .slow)
    }

    @Test func `peers have plans of their own`() {
        let board = FaultBoard(random: SeededRandom(seed: 1), clock: ManualClock())
        board.set(fault(.drop), peer: "ai")
        #expect(board.draw(peer: "ai") == .drop)
        #expect(board.draw(peer: "discord") == nil)
        #expect(board.active() == ["ai": [.drop]])
        board.clear()
        #expect(board.draw(peer: "ai") == nil)
    }
}
