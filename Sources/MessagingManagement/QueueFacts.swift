public import MessagingAMQP

/// What the management API says of one queue, as far as it concerns how the queue behaves. Statistics are left out:
/// they lag, and a fresh queue has none.
public struct QueueFacts: Sendable, Equatable {
    /// "quorum", "classic" or "stream".
    public var type: String
    /// As they were declared; those of another kind than text, whole number and truth value are left out.
    public var arguments: [String: Topology.Argument]
    /// What policies add to them: the names have no "x-" in front.
    public var policy: [String: Topology.Argument]

    public init(
        type: String, arguments: [String: Topology.Argument], policy: [String: Topology.Argument] = [:]
    ) {
        self.type = type
        self.arguments = arguments
        self.policy = policy
    }
}

/// What the management API says of a broker's queues.
public struct BrokerFacts: Sendable, Equatable {
    /// By name; what is not there is missing.
    public var queues: [String: QueueFacts]
    /// The names of the feature flags that are on.
    public var featureFlags: Set<String>

    public init(queues: [String: QueueFacts], featureFlags: Set<String>) {
        self.queues = queues
        self.featureFlags = featureFlags
    }
}

extension QueueFacts: Decodable {
    private enum CodingKeys: String, CodingKey {
        case type, arguments
        case policy = "effective_policy_definition"
    }

    public init(from decoder: any Decoder) throws {
        let container = try decoder.container(keyedBy: CodingKeys.self)
        type = try container.decodeIfPresent(String.self, forKey: .type) ?? "classic"
        arguments = try Self.arguments(.arguments, in: container)
        policy = try Self.arguments(.policy, in: container)
    }

    /// RabbitMQ writes nothing as {} or as [], depending on its version.
    private static func arguments(
        _ key: CodingKeys, in container: KeyedDecodingContainer<CodingKeys>
    ) throws -> [String: Topology.Argument] {
        let values = try? container.decodeIfPresent([String: ManagedValue].self, forKey: key)
        return (values ?? [:])?.compactMapValues(\.argument) ?? [:]
    }
}

/// A value of an argument; nil when it is of a kind that no argument of ours has.
private struct ManagedValue: Decodable {
    let argument: Topology.Argument?

    init(from decoder: any Decoder) throws {
        let container = try decoder.singleValueContainer()
        if let value = try? container.decode(Bool.self) {
            argument = .bool(value)
        } else if let value = try? container.decode(Int64.self) {
            argument = .integer(value)
        } else {
            argument = (try? container.decode(String.self)).map(Topology.Argument.string)
        }
    }
}
