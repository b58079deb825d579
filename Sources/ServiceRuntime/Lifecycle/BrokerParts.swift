import AMQP
import CurlHTTP
import Logging
import Messaging
import MessagingAMQP
import MessagingManagement
import Shared
import Synchronization

/// The two broker connections of a service, made from its configuration.
struct BrokerParts: Sendable {
    let publisher: BrokerPublisher
    let subscriber: BrokerSubscriber
    let subscription: Subscription
    private let topology: Topology
    private let check: TopologyCheck
    private let declared: StartGate

    init(
        _ configuration: BrokerConfiguration, plainHTTPHosts: Set<String>, name: ServiceName, types: [EventName],
        health: HealthRegistry, logger: Logger
    ) throws {
        var address = try AMQPConfiguration(url: configuration.url.reveal())
        // The URL may name one too (`cacertfile`).
        if let file = configuration.certificateAuthorityFile { address.caFile = file }
        let base = address
        let named = { (purpose: String) in
            var address = base
            address.connectionName = "\(name.rawValue)@\(HostName.current) \(purpose)"
            address.productVersion = SuiteVersion.current
            return address
        }
        let names = TopologyNames(prefix: configuration.prefix)
        // Both connections meet the same trouble, which is told once.
        let told = ToldOnce()
        let declared = StartGate()
        let observer = { (part: String) in
            BrokerObserver(
                up: {
                    declared.open()
                    health.ready(part)
                    told.forget()
                },
                down: { problem in
                    if health.failed(part, problem), told.isNews(problem) {
                        logger.error("the broker cannot be used", metadata: ["reason": "\(problem)"])
                    }
                })
        }
        health.expect("broker publish")
        health.expect("broker consume")
        topology = Topology.suite(names, partitions: configuration.partitions(of:))
        self.declared = declared
        check = TopologyCheck(
            address: configuration.managementURL?.reveal(), virtualHost: base.virtualHost,
            http: HTTPClientConfiguration(plainHTTPHosts: plainHTTPHosts), logger: logger)
        publisher = BrokerPublisher(
            named("publish"), names: names,
            topology: topology, observer: observer("broker publish"))
        subscriber = BrokerSubscriber(
            named("consume"), names: names, publisher: publisher,
            observer: observer("broker consume"), logger: logger)
        subscription = Subscription(
            service: name, types: types, partitions: configuration.partitions(of: name),
            prefetch: configuration.prefetch)
    }

    /// Waits until the topology is declared, and looks whether the broker made of it what is needed.
    ///
    /// - Throws: `TopologyFaults`, all at once; the service must not begin then.
    func checkTopology() async throws {
        try await declared.wait()
        try await check.run(topology)
    }
}

/// Remembers what was told since things were well.
private final class ToldOnce: Sendable {
    private let told = Mutex<Set<String>>([])

    func isNews(_ problem: String) -> Bool { told.withLock { $0.insert(problem).inserted } }

    func forget() { told.withLock { $0.removeAll() } }
}
