/// How to reach RabbitMQ, and the names and numbers of what is declared there.
public struct BrokerConfiguration: Sendable {
    public let url: ConnectionAddress
    /// What all names begin with.
    public let prefix: String
    /// Unsettled messages for each queue.
    public let prefetch: Int
    /// PEM; nil means the system's.
    public let certificateAuthorityFile: String?
    /// The management API; nil when the queues are not to be checked.
    public let managementURL: ConnectionAddress?
    private let partitionCounts: [ServiceName: Int]

    public init(from reader: inout ConfigurationReader) {
        url = reader.read(BrokerVariables.url)
        prefix = reader.read(BrokerVariables.prefix)
        prefetch = reader.read(BrokerVariables.prefetch)
        certificateAuthorityFile = reader.read(BrokerVariables.certificateAuthorityFile)
        managementURL = reader.read(BrokerVariables.managementURL)
        var counts: [ServiceName: Int] = [:]
        for service in ServiceName.allCases { counts[service] = reader.read(BrokerVariables.partitions(of: service)) }
        partitionCounts = counts
    }

    /// How many queues share the work of a service.
    public func partitions(of service: ServiceName) -> Int { partitionCounts[service] ?? 1 }

    /// Names for the suite as a whole: message text crosses this connection.
    var warnings: [ConfigurationFault] {
        guard url.scheme == "amqp", !url.isLoopback else { return [] }
        return [
            ConfigurationFault(
                BrokerVariables.url.key, "reaches the broker without TLS; use amqps unless the network is your own")
        ]
    }
}
