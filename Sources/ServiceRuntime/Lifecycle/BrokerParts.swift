import AMQP
import Logging
import Messaging
import MessagingAMQP
import Shared

/// The two broker connections of a service, made from its configuration.
struct BrokerParts: Sendable {
    let publisher: BrokerPublisher
    let subscriber: BrokerSubscriber
    let subscription: Subscription

    init(
        _ configuration: BrokerConfiguration, name: ServiceName, types: [EventName], health: HealthRegistry,
        logger: Logger
    ) throws {
        var address = try AMQPConfiguration(url: configuration.url.reveal())
        address.caFile = configuration.certificateAuthorityFile
        let base = address
        let named = { (purpose: String) in
            var address = base
            address.connectionName = "\(name.rawValue)@\(HostName.current) \(purpose)"
            address.productVersion = SuiteVersion.current
            return address
        }
        let names = TopologyNames(prefix: configuration.prefix)
        let observer = { (part: String) in
            BrokerObserver(
                up: { health.ready(part) },
                down: { problem in
                    if health.failed(part, problem) {
                        logger.error(
                            "the broker cannot be used", metadata: ["part": "\(part)", "reason": "\(problem)"])
                    }
                })
        }
        health.expect("broker publish")
        health.expect("broker consume")
        publisher = BrokerPublisher(
            named("publish"), names: names,
            observer: observer("broker publish"))
        subscriber = BrokerSubscriber(
            named("consume"), names: names, publisher: publisher,
            observer: observer("broker consume"), logger: logger)
        subscription = Subscription(
            service: name, types: types, partitions: configuration.partitions(of: name),
            prefetch: configuration.prefetch)
    }
}
