import Synchronization

/// What handlers saw, in the order they saw it.
public final class Seen<Value: Sendable>: Sendable {
    private let values = Mutex<[Value]>([])

    public init() {}

    public func add(_ value: Value) { values.withLock { $0.append(value) } }
    public var all: [Value] { values.withLock { $0 } }
    public var count: Int { values.withLock { $0.count } }
}

/// How much goes on at once, and how much did at most.
final class Gauge: Sendable {
    private let state = Mutex((now: 0, most: 0))

    /// Returns how many are inside, this one included.
    @discardableResult
    func enter() -> Int {
        state.withLock { state in
            state.now += 1
            state.most = max(state.most, state.now)
            return state.now
        }
    }

    func leave() { state.withLock { $0.now -= 1 } }

    var most: Int { state.withLock { $0.most } }
}

/// Lets through whoever comes once it is open.
final class Gate: Sendable {
    private struct State {
        var isOpen = false
        var waiters: [CheckedContinuation<Void, Never>] = []
    }

    private let state = Mutex(State())

    func open() {
        let waiters = state.withLock { state in
            state.isOpen = true
            defer { state.waiters = [] }
            return state.waiters
        }
        for waiter in waiters { waiter.resume() }
    }

    func pass() async {
        await withCheckedContinuation { continuation in
            let isOpen = state.withLock { state in
                if !state.isOpen { state.waiters.append(continuation) }
                return state.isOpen
            }
            if isOpen { continuation.resume() }
        }
    }
}
