import Synchronization

/// How often each id was seen.
public final class Tally: Sendable {
    private let state = Mutex<[String: Int]>([:])

    public init() {}

    public func add(_ id: String, times: Int = 1) { state.withLock { $0[id, default: 0] += times } }

    public var counts: [String: Int] { state.withLock { $0 } }
    /// How many different ids were seen.
    public var distinct: Int { state.withLock { $0.count } }
}
