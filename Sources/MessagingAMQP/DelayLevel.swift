/// Picks the delay queue for a wanted delay. Pure.
enum DelayLevel {
    /// The shortest level that is not shorter than the delay; the longest one when none is.
    static func seconds(for delay: Duration) -> Int {
        Topology.delayLevels.first { .seconds($0) >= delay } ?? Topology.delayLevels[Topology.delayLevels.count - 1]
    }
}
