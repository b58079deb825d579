import Synchronization

/// Times events on their way, by id. An event may arrive before its writer knows that it is written.
final class Stopwatches: Sendable {
    private struct Lap {
        var started: ContinuousClock.Instant?
        var returned: ContinuousClock.Instant?
        var arrived: ContinuousClock.Instant?
    }

    private let laps = Mutex<[String: Lap]>([:])

    func wrote(_ ids: [String], started: ContinuousClock.Instant, returned: ContinuousClock.Instant) {
        laps.withLock { laps in
            for id in ids {
                laps[id, default: Lap()].started = started
                laps[id, default: Lap()].returned = returned
            }
        }
    }

    func arrived(_ id: String) {
        let now = ContinuousClock.now
        laps.withLock { laps in
            // A second copy is later and says nothing.
            if laps[id]?.arrived == nil { laps[id, default: Lap()].arrived = now }
        }
    }

    var arrivedCount: Int { laps.withLock { $0.values.count { $0.arrived != nil } } }

    /// Milliseconds of every event that has both ends. One that was there before its writer returned took none from then.
    var milliseconds: (sinceReturn: Samples, sinceStart: Samples) {
        laps.withLock { laps in
            let complete = laps.values.compactMap { lap -> (Double, Double)? in
                guard let started = lap.started, let returned = lap.returned, let arrived = lap.arrived else {
                    return nil
                }
                return (max(0, (arrived - returned).seconds * 1000), (arrived - started).seconds * 1000)
            }
            return (Samples(complete.map(\.0)), Samples(complete.map(\.1)))
        }
    }
}
