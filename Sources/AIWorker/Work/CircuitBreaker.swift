/// Whether an endpoint is worth asking. Pure: the time is given.
///
/// Closed, it lets everything through. After ``threshold`` failures in a row it opens, longer each time; then one request
/// at a time tries whether the endpoint is back.
struct CircuitBreaker: Sendable, Equatable {
    typealias Instant = ContinuousClock.Instant

    /// How a request failed, as far as it says something of the endpoint.
    enum Failure: Sendable, Equatable {
        /// It may be over in a moment.
        case passing
        /// The endpoint asks to be left alone for so long.
        case asked(Duration)
        /// Somebody has to change something first.
        case lasting
    }

    /// Failures in a row that open it.
    static let threshold = 3
    static let firstPause = Duration.seconds(10)
    static let longestPause = Duration.seconds(300)

    private enum State: Equatable {
        case closed
        case open(until: Instant)
        /// One request tries; nobody else does.
        case trying
    }

    private var state = State.closed
    /// In a row.
    private var failures = 0
    /// Of the next opening that has no other reason.
    private var pause = CircuitBreaker.firstPause

    /// Nothing speaks against the endpoint.
    var isClosed: Bool { state == .closed }

    /// Whether a request may begin now.
    func admits(at now: Instant) -> Bool {
        switch state {
        case .closed: true
        case .open(let until): now >= until
        case .trying: false
        }
    }

    /// When it is worth looking again; nil when it is now.
    func nextLook(at now: Instant) -> Instant? {
        switch state {
        case .closed: nil
        case .open(let until): until > now ? until : nil
        case .trying: now + .seconds(1)
        }
    }

    /// A request begins, which ``admits(at:)`` allowed.
    mutating func begin() {
        if case .open = state { state = .trying }
    }

    /// The endpoint answered, whatever it said.
    mutating func succeed() {
        state = .closed
        failures = 0
        pause = Self.firstPause
    }

    mutating func fail(_ failure: Failure, at now: Instant) {
        switch failure {
        case .lasting: state = .open(until: now + Self.longestPause)
        case .passing: failAgain(at: now)
        case .asked(let duration):
            failAgain(at: now)
            let until = now + max(.zero, duration)
            if case .open(let already) = state, already >= until { return }
            state = .open(until: until)
        }
    }

    private mutating func failAgain(at now: Instant) {
        // One that began while it was closed says nothing new of an open one.
        if case .open = state { return }
        failures += 1
        guard state == .trying || failures >= Self.threshold else { return }
        state = .open(until: now + pause)
        pause = min(pause * 2, Self.longestPause)
    }

    /// A request was given up on this side: nothing is known of the endpoint.
    mutating func forget(at now: Instant) {
        if state == .trying { state = .open(until: now) }
    }
}
