public import Shared

extension Topology {
    /// What every connection declares: the exchanges that all share, and the delay levels.
    public static func common(_ names: TopologyNames) -> Topology {
        var topology = Topology()
        topology.exchanges = [
            Exchange(name: names.unrouted, type: "fanout", arguments: [:]),
            Exchange(name: names.events, type: "topic", arguments: ["alternate-exchange": .string(names.unrouted)]),
        ]
        topology.queues = [Queue(name: names.unrouted, arguments: quorum)]
        topology.bindings = [
            Binding(source: names.unrouted, destination: names.unrouted, kind: .queue, routingKey: "")
        ]
        for seconds in delayLevels {
            let name = names.delay(seconds: seconds)
            topology.exchanges.append(Exchange(name: name, type: "fanout", arguments: [:]))
            topology.queues.append(
                Queue(
                    name: name,
                    arguments: quorum.merging([
                        "x-message-ttl": .integer(Int64(seconds) * 1000),
                        // Back through the default exchange: the routing key it was published with names its queue.
                        "x-dead-letter-exchange": .string(""),
                    ]) { $1 }.merging(keepsWhatItDeadLetters) { $1 }))
            topology.bindings.append(Binding(source: name, destination: name, kind: .queue, routingKey: ""))
        }
        return topology
    }

    /// What one service consumes from.
    public static func service(
        _ service: ServiceName, types: [EventName], partitions: Int, names: TopologyNames
    ) -> Topology {
        var topology = Topology()
        let exchange = names.exchange(of: service)
        topology.exchanges = [
            Exchange(
                name: exchange, type: "x-consistent-hash", arguments: ["hash-property": .string("correlation_id")])
        ]
        topology.queues = [Queue(name: names.dead(of: service), arguments: quorum)]
        topology.bindings = types.map {
            Binding(source: names.events, destination: exchange, kind: .exchange, routingKey: $0.rawValue)
        }
        for partition in 0..<partitions {
            let queue = names.queue(of: service, partition: partition)
            topology.queues.append(
                Queue(
                    name: queue,
                    arguments: quorum.merging([
                        "x-single-active-consumer": .bool(true),
                        "x-delivery-limit": .integer(deliveryLimit),
                        "x-dead-letter-exchange": .string(""),
                        "x-dead-letter-routing-key": .string(names.dead(of: service)),
                    ]) { $1 }.merging(keepsWhatItDeadLetters) { $1 }))
            topology.bindings.append(
                Binding(source: exchange, destination: queue, kind: .queue, routingKey: hashWeight))
        }
        return topology
    }

    /// The whole suite, for definitions files.
    public static func suite(_ names: TopologyNames, partitions: (ServiceName) -> Int) -> Topology {
        ServiceName.allCases.reduce(into: common(names)) { all, name in
            let one = service(name, types: name.subscriptions, partitions: partitions(name), names: names)
            all.exchanges += one.exchanges
            all.queues += one.queues
            all.bindings += one.bindings
        }
    }

    /// The binding key of a consistent-hash exchange is the queue's weight.
    static let hashWeight = "1"

    private static let quorum: [String: Argument] = ["x-queue-type": .string("quorum")]

    /// At-least-once dead-lettering needs all three; drop-head would silently make it at-most-once.
    private static let keepsWhatItDeadLetters: [String: Argument] = [
        "x-dead-letter-strategy": .string("at-least-once"), "x-overflow": .string("reject-publish"),
    ]
}
