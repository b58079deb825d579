public import Shared

/// The broker's exchanges, queues and bindings, as data.
///
/// ```
/// <p>.events (topic) ──type──▶ <p>.<service> (hash by correlation id) ──▶ <p>.<service>.<n> (quorum, single active)
///      └─ nothing bound ─▶ <p>.unrouted (fanout) ─▶ <p>.unrouted
/// <p>.delay.<s> (fanout) ─▶ <p>.delay.<s> (quorum, TTL) ──routing key = queue──▶ back to the queue that sent it
/// <p>.<service>.dead (quorum): for a person
/// ```
public struct Topology: Sendable, Equatable {
    /// How long a message can be put off, in seconds: one queue each, because a TTL per message blocks the queue's head.
    /// The first is for what only waits for its turn, the others are those of the retries.
    public static let delayLevels = [1] + RetryPolicy.standardLevels.map { Int($0.components.seconds) }

    /// The most partitions a service can have.
    public static let maximumPartitions = 64

    /// Deliveries after which a quorum queue dead-letters by itself. Only a backstop against a crash loop: the broker
    /// counts prefetched messages that no handler ever saw.
    public static let deliveryLimit: Int64 = 50

    public struct Exchange: Sendable, Equatable {
        public var name: String
        public var type: String
        public var arguments: [String: Argument]
    }

    public struct Queue: Sendable, Equatable {
        public var name: String
        public var arguments: [String: Argument]
    }

    public struct Binding: Sendable, Equatable {
        public enum Destination: String, Sendable { case queue, exchange }
        public var source: String
        public var destination: String
        public var kind: Destination
        public var routingKey: String
    }

    public enum Argument: Sendable, Equatable {
        case string(String)
        case integer(Int64)
        case bool(Bool)
    }

    public var exchanges: [Exchange] = []
    public var queues: [Queue] = []
    public var bindings: [Binding] = []
}

/// What the broker's things are called. Everything starts with the prefix, `switchboard` by default.
public struct TopologyNames: Sendable, Equatable {
    public let prefix: String

    public init(prefix: String) { self.prefix = prefix }

    public var events: String { "\(prefix).events" }
    public var unrouted: String { "\(prefix).unrouted" }
    public func exchange(of service: ServiceName) -> String { "\(prefix).\(service.rawValue)" }
    public func queue(of service: ServiceName, partition: Int) -> String {
        "\(prefix).\(service.rawValue).\(partition)"
    }
    public func dead(of service: ServiceName) -> String { "\(prefix).\(service.rawValue).dead" }
    public func delay(seconds: Int) -> String { "\(prefix).delay.\(seconds)" }
}
