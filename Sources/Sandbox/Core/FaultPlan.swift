import Foundation

/// The faults that one peer shows now. Pure: time and chance come from outside.
struct FaultPlan: Sendable {
    private struct Entry: Sendable {
        var kind: FaultKind
        var rate: Double
        var end: Date
    }

    private var entries: [Entry] = []

    /// Starts a fault, or replaces the one of the same kind. A rate of 0 ends it.
    mutating func set(_ fault: Fault, at now: Date) {
        entries.removeAll { $0.kind == fault.kind }
        guard fault.rate > 0 else { return }
        entries.append(Entry(kind: fault.kind, rate: fault.rate, end: now + fault.duration.seconds))
    }

    /// The fault that a request arriving at `now` meets, if any: the first set whose chance comes up.
    mutating func draw(at now: Date, using random: inout SeededRandom) -> FaultKind? {
        entries.removeAll { $0.end <= now }
        return entries.first { random.chance($0.rate) }?.kind
    }

    /// The kinds that are on at `now`, in the order they were set.
    func active(at now: Date) -> [FaultKind] {
        entries.filter { $0.end > now }.map(\.kind)
    }
}
