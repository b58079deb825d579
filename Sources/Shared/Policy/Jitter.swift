/// The arithmetic of exponential waiting.
enum Jitter {
    /// `base` × 2^`count`, at most `longest`. Any count is fine: nothing overflows.
    static func ceiling(_ base: Duration, doubledTimes count: Int, atMost longest: Duration) -> Duration {
        var ceiling = min(base, longest)
        for _ in 0..<max(0, count) where ceiling < longest { ceiling = min(ceiling * 2, longest) }
        return ceiling
    }

    /// Anything from nothing to `ceiling`, to the millisecond, both included.
    static func full(_ ceiling: Duration, using source: inout some RandomNumberGenerator) -> Duration {
        let (seconds, attoseconds) = ceiling.components
        let milliseconds = seconds * 1000 + attoseconds / 1_000_000_000_000_000
        return .milliseconds(Int64.random(in: 0...max(0, milliseconds), using: &source))
    }
}
