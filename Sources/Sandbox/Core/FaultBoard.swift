import Foundation
import Synchronization

/// Holds each peer's fault plan; the router asks it once a request.
final class FaultBoard: Sendable {
    private struct State: Sendable {
        var plans: [String: FaultPlan] = [:]
        var random: SeededRandom
    }

    private let state: Mutex<State>
    private let clock: any SandboxClock

    init(random: SeededRandom, clock: any SandboxClock) {
        state = Mutex(State(random: random))
        self.clock = clock
    }

    func set(_ fault: Fault, peer: String) {
        state.withLock { $0.plans[peer, default: FaultPlan()].set(fault, at: clock.now) }
    }

    func draw(peer: String) -> FaultKind? {
        state.withLock { $0.plans[peer]?.draw(at: clock.now, using: &$0.random) }
    }

    /// Peer name to the kinds that are on now.
    func active() -> [String: [FaultKind]] {
        let plans = state.withLock { $0.plans }
        return plans.mapValues { $0.active(at: clock.now) }.filter { !$0.value.isEmpty }
    }

    func clear() {
        state.withLock { $0.plans = [:] }
    }
}
