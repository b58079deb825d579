public import CurlHTTP
public import Logging
public import MessagingAMQP

/// Looks once, at the start of a service, whether the broker's queues are what this version counts on.
///
/// The topology has to be declared before. A management API that is not configured, or does not answer, is worth one
/// warning and does not keep the service from starting: it is not needed for anything else.
public struct TopologyCheck: Sendable {
    private let address: String?
    private let virtualHost: String
    private let http: HTTPClientConfiguration
    private let logger: Logger

    /// - Parameters:
    ///   - address: such as `http://user:password@host:15672`; nil when none is configured.
    ///   - virtualHost: of the AMQP connection.
    ///   - http: says to which hosts http without TLS is allowed, and whose certificates are trusted.
    public init(
        address: String?, virtualHost: String, http: HTTPClientConfiguration = HTTPClientConfiguration(),
        logger: Logger
    ) {
        self.address = address
        self.virtualHost = virtualHost
        self.http = http
        self.logger = logger
    }

    /// - Throws: ``TopologyFaults`` with everything that is wrong; the service must not start then.
    public func run(_ topology: Topology) async throws {
        guard let address else { return warn("no management address is configured") }
        guard let parsed = ManagementAddress(address) else { return warn("the management address cannot be read") }
        let client = HTTPClient(http)
        let facts = await withTaskGroup(of: Void.self) { group in
            group.addTask { try? await client.run() }
            let facts = await read(topology, ManagementClient(parsed, http: client))
            client.close()
            return facts
        }
        guard let facts else { return }
        // One that was deleted since it was declared is declared again by whoever consumes it: no reason to refuse.
        var present = topology
        present.queues.removeAll { facts.queues[$0.name] == nil }
        let faults = TopologyAudit.faults(in: present, at: facts)
        if !faults.isEmpty { throw TopologyFaults(faults: faults) }
    }

    private func read(_ topology: Topology, _ client: ManagementClient) async -> BrokerFacts? {
        do throws(ManagementError) {
            return try await client.facts(about: topology, virtualHost: virtualHost)
        } catch {
            warn("the management API told nothing: \(error)")
            return nil
        }
    }

    private func warn(_ reason: String) {
        logger.warning(
            "the broker's queues were not checked; set SWITCHBOARD_RABBITMQ_MANAGEMENT_URL",
            metadata: ["reason": "\(reason)"])
    }
}

/// The broker's queues are not what this version counts on. Nothing was changed.
public struct TopologyFaults: Error, CustomStringConvertible {
    /// One sentence each, with what to do.
    public let faults: [String]

    public var description: String {
        "the broker's queues would not keep what they are given:\n" + faults.map { "- \($0)" }.joined(separator: "\n")
    }
}
