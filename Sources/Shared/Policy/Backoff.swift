/// How long to wait before a connection is tried again: exponential with full jitter, so that many clients of a peer
/// that came back do not all knock at once.
///
/// The wait before attempt n is anything from nothing to `first` × 2ⁿ, at most `longest`.
public struct Backoff: Sendable {
    public let first: Duration
    public let longest: Duration
    /// How often ``next()`` was asked since the last ``reset()``.
    public private(set) var failures = 0

    public init(first: Duration, longest: Duration) {
        self.first = first
        self.longest = longest
    }

    /// For connections to a broker, a database or a gateway: 1 s, doubling, at most 30 s.
    public static var reconnect: Backoff { Backoff(first: .seconds(1), longest: .seconds(30)) }

    /// The wait after one more failure.
    public mutating func next() -> Duration {
        var system = SystemRandomNumberGenerator()
        return next(using: &system)
    }

    /// The wait after one more failure, with the jitter from `source`.
    public mutating func next(using source: inout some RandomNumberGenerator) -> Duration {
        let ceiling = Jitter.ceiling(first, doubledTimes: failures, atMost: longest)
        failures += 1
        return Jitter.full(ceiling, using: &source)
    }

    /// To be called when the connection works.
    public mutating func reset() { failures = 0 }
}
