/// Tells which of a request's time limits has run out. libcurl keeps only the one for connecting: its others cannot be
/// told apart in its answer.
struct TransferClock: Sendable, Equatable {
    enum Expiry: Equatable { case firstByte, idle, total }

    private enum Phase: Equatable {
        /// For its turn, for a name, for a connection.
        case waiting
        case sent(ContinuousClock.Instant)
        case receiving(ContinuousClock.Instant)
        /// The reader has more than enough; the silence is ours.
        case paused
    }

    private let timeouts: HTTPTimeouts
    private let end: ContinuousClock.Instant
    private var phase = Phase.waiting

    init(_ timeouts: HTTPTimeouts, start: ContinuousClock.Instant) {
        self.timeouts = timeouts
        self.end = start + timeouts.total
    }

    /// A redirect is followed.
    mutating func nextHop() { phase = .waiting }
    /// The connection is ready and the request goes out.
    mutating func requestStarted(at now: ContinuousClock.Instant) { phase = .sent(now) }
    mutating func bytesArrived(at now: ContinuousClock.Instant) { phase = .receiving(now) }
    mutating func paused() { phase = .paused }
    mutating func resumed(at now: ContinuousClock.Instant) { phase = .receiving(now) }

    var isPaused: Bool { phase == .paused }

    /// The limit that has run out at `now`, if any. When several have, the one that bounds the others.
    func expiry(at now: ContinuousClock.Instant) -> Expiry? {
        if end <= now { return .total }
        switch phase {
        case .waiting, .paused: return nil
        case .sent(let since): return since + timeouts.firstByte <= now ? .firstByte : nil
        case .receiving(let last): return last + timeouts.idle <= now ? .idle : nil
        }
    }

    /// When to look again.
    var deadline: ContinuousClock.Instant {
        switch phase {
        case .waiting, .paused: end
        case .sent(let since): min(end, since + timeouts.firstByte)
        case .receiving(let last): min(end, last + timeouts.idle)
        }
    }
}
