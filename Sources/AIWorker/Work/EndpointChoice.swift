/// Which endpoint is asked next. Pure.
struct EndpointChoice: Sendable, Equatable {
    /// Its place in the list.
    var index: Int
    /// No other is left for this request: it is worth waiting for.
    var isLast: Bool
    /// It has been failing, and this request finds out whether it is back.
    var isTrial = false

    /// The first in order that may be asked and was not yet; nil when there is none.
    static func next(
        of breakers: [CircuitBreaker], asked: Set<Int>, at now: CircuitBreaker.Instant
    ) -> EndpointChoice? {
        let open = breakers.indices.filter { !asked.contains($0) && breakers[$0].admits(at: now) }
        return open.first.map {
            EndpointChoice(index: $0, isLast: open.count == 1, isTrial: !breakers[$0].isClosed)
        }
    }

    /// How long until the first of them may be asked again; zero when one may be now.
    static func wait(for breakers: [CircuitBreaker], at now: CircuitBreaker.Instant) -> Duration {
        breakers.map { $0.nextLook(at: now).map { now.duration(to: $0) } ?? .zero }.min() ?? .zero
    }
}
