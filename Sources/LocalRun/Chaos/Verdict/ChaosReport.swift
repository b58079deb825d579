// Names in here are those of the wire.
// swift-format-ignore-file: AlwaysUseLowerCamelCase

import Shared

/// What a series of fault runs did: the last line of `make chaos`.
struct ChaosReport: Codable, Sendable {
    var runs = 0
    var failed_seeds: [Int] = []
    var seconds = 0
    /// How often each kind of fault was planned, and how often it came about.
    var planned: [String: Int] = [:]
    var done: [String: Int] = [:]
    /// The fail points that were reached.
    var points: [String: Int] = [:]
    var figures = Verdict()

    var isClean: Bool { failed_seeds.isEmpty }

    mutating func add(_ outcome: ChaosRun.Outcome, of plan: ChaosPlan) {
        runs += 1
        seconds += outcome.seconds
        if !outcome.isClean { failed_seeds.append(plan.seed) }
        figures = figures + outcome.verdict
        for fault in plan.faults { planned[fault.kind.rawValue, default: 0] += 1 }
        for fault in outcome.done {
            done[fault.kind.rawValue, default: 0] += 1
            if let point = fault.failPoint?.plan.point { points[point.rawValue, default: 0] += 1 }
        }
    }
}
