/// Hears how a connection to the broker fares, for health and logs.
public struct BrokerObserver: Sendable {
    public var up: @Sendable () -> Void
    /// The problem, in words that say what to do. Repeated for every failed try.
    public var down: @Sendable (String) -> Void

    public init(up: @escaping @Sendable () -> Void, down: @escaping @Sendable (String) -> Void) {
        self.up = up
        self.down = down
    }
}
