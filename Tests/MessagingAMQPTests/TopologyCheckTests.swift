import AMQP
import CurlHTTP
import Logging
import MessagingAMQP
import MessagingAcceptance
import MessagingManagement
import Shared
import Synchronization
import TestNetwork
import Testing

/// The check at the start of a service, against the real management API.
@Suite(.enabled(if: TestBroker.isThere && Management.isThere, "SWITCHBOARD_TEST_RABBITMQ_MANAGEMENT_URL is not set"))
struct TopologyCheckTests {
    private func topology(_ names: TopologyNames) -> Topology {
        var topology = Topology.common(names)
        let service = Topology.service(.aiWorker, types: [.messageReceived], partitions: 2, names: names)
        topology.queues += service.queues
        return topology
    }

    private func faults(
        _ broker: BrokerOverAMQP, address: String? = Management.url, warnings: Seen<String> = Seen()
    ) async throws -> [String] {
        var logger = Logger(label: "check") { _ in RecordingLog(warnings) }
        logger.logLevel = .trace
        let check = TopologyCheck(address: address, virtualHost: broker.configuration.virtualHost, logger: logger)
        do {
            try await check.run(topology(broker.names))
            return []
        } catch let error as TopologyFaults {
            return error.faults
        }
    }

    @Test func `fresh queues as this version declares them pass`() async throws {
        try await BrokerOverAMQP.with { broker in
            try await broker.declare(.sample())
            let warnings = Seen<String>()
            #expect(try await faults(broker, warnings: warnings).isEmpty)
            #expect(warnings.count == 0)
        }
    }

    @Test func `queues that were declared otherwise are named, each with what is wrong`() async throws {
        try await BrokerOverAMQP.with { broker in
            let (first, second) = ("\(broker.names.prefix).ai-worker.0", "\(broker.names.prefix).ai-worker.1")
            try await broker.connection { connection in
                try await connection.declareQueue(
                    first,
                    arguments: [
                        "x-queue-type": "quorum", "x-overflow": "reject-publish-dlx", "x-consumer-timeout": 5000,
                        "x-dead-letter-strategy": "at-least-once", "x-dead-letter-exchange": "",
                    ])
                try await connection.declareQueue(second, arguments: ["x-queue-type": "classic"])
            }
            let faults = try await faults(broker)
            let own = faults.filter { $0.contains(first) }
            #expect(own.contains { $0.contains("x-consumer-timeout, which has no effect") })
            #expect(own.contains { $0.contains("reject-publish-dlx, which a quorum queue takes for drop-head") })
            #expect(own.contains { $0.contains("at least once without overflow=reject-publish") })
            #expect(own.contains { $0.contains("without x-single-active-consumer") })
            #expect(faults.filter { $0.contains(second) }.count == 1)
            #expect(faults.contains { $0.contains("\(second) is of type classic and must be quorum") })
            // One that is not there is declared by whoever consumes it.
            #expect(!faults.contains { $0.contains("is missing") })
        }
    }

    @Test func `policies that override what was declared are named`() async throws {
        try await BrokerOverAMQP.with { broker in
            try await broker.declare(.sample())
            let definition = #"{"delivery-limit":3,"overflow":"drop-head","message-ttl":60000}"#
            try await Management.withPolicy(
                broker.names.prefix, pattern: "^\(broker.names.prefix)[.]", definition: definition
            ) { try await expectPolicyFaults(broker) }
            try await expectEventually { try await faults(broker).isEmpty }
        }
    }

    private func expectPolicyFaults(_ broker: BrokerOverAMQP) async throws {
        // The broker gives a policy to its queues one after the other.
        try await expectEventually {
            try await faults(broker).filter { $0.contains("gets delivery-limit=3") }.count >= 10
        }
        let queue = "the queue \(broker.names.prefix).ai-worker.0 "
        let own = try await faults(broker).filter { $0.hasPrefix(queue) }.map { $0.dropFirst(queue.count) }
        for words in [
            "gets delivery-limit=3 from a policy where 50 is needed",
            "gets overflow=drop-head from a policy where reject-publish is needed",
            "gets message-ttl=60000 from a policy where none is meant",
            "is to dead-letter at least once without overflow=reject-publish",
        ] { #expect(own.contains { $0.hasPrefix(words) }, "\(words)") }
    }

    @Test func `without a management API that answers there is one warning and no refusal`() async throws {
        try await BrokerOverAMQP.with { broker in
            let port = try TestSocket.unusedPort()
            let wrong = Management.url?.replacing("guest:guest", with: "guest:secret-word")
            for address in [nil, "nonsense", "http://guest:guest@127.0.0.1:\(port)", wrong] {
                let warnings = Seen<String>()
                #expect(try await faults(broker, address: address, warnings: warnings).isEmpty)
                #expect(warnings.count == 1)
                #expect(warnings.all.first?.contains("SWITCHBOARD_RABBITMQ_MANAGEMENT_URL") == true)
                #expect(warnings.all.first?.contains("secret-word") == false)
            }
        }
    }
}

/// Keeps what is logged.
private struct RecordingLog: LogHandler {
    var metadata: Logger.Metadata = [:]
    var logLevel = Logger.Level.trace
    private let seen: Seen<String>

    init(_ seen: Seen<String>) { self.seen = seen }

    subscript(metadataKey key: String) -> Logger.Metadata.Value? {
        get { metadata[key] }
        set { metadata[key] = newValue }
    }

    func log(event: LogEvent) { seen.add("\(event.message) \(event.metadata ?? [:])") }
}
