import MessagingAMQP
import MessagingManagement
import Shared
import Testing

@Suite struct TopologyAuditTests {
    private static let flags: Set<String> = ["stream_queue", "quorum_queue"]
    private let topology = Topology.service(
        .scraper, types: [.replyApproved], partitions: 1, names: TopologyNames(prefix: "p"))

    /// A broker that has everything as declared, changed by the test.
    private func faults(
        flags: Set<String> = flags, _ change: (inout [String: QueueFacts]) -> Void = { _ in }
    ) -> [String] {
        var queues = Dictionary(
            uniqueKeysWithValues: topology.queues.map {
                ($0.name, QueueFacts(type: "quorum", arguments: $0.arguments))
            })
        change(&queues)
        return TopologyAudit.faults(in: topology, at: BrokerFacts(queues: queues, featureFlags: flags))
    }

    @Test func `queues as declared have no faults`() {
        #expect(faults().isEmpty)
    }

    @Test func `a missing queue is named`() {
        let faults = faults { $0["p.scraper.0"] = nil }
        #expect(faults == ["the queue p.scraper.0 is missing: start the service again, which declares it"])
    }

    @Test func `a queue of another type is refused, whatever else it has`() {
        let faults = faults { $0["p.scraper.0"]?.type = "classic" }
        #expect(faults.count == 1)
        #expect(faults.first?.contains("type classic and must be quorum") == true)
    }

    @Test func `an argument that is other, missing or more than declared is refused`() {
        let faults = faults { queues in
            queues["p.scraper.0"]?.arguments["x-delivery-limit"] = .integer(3)
            queues["p.scraper.0"]?.arguments["x-single-active-consumer"] = nil
            queues["p.scraper.dead"]?.arguments["x-max-length"] = .integer(7)
        }
        #expect(faults.count == 3)
        #expect(faults.contains { $0.contains("x-delivery-limit=3 and must have 50") })
        #expect(faults.contains { $0.contains("without x-single-active-consumer") })
        #expect(faults.contains { $0.contains("p.scraper.dead was declared with x-max-length=7") })
    }

    @Test(arguments: ["x-consumer-timeout", "x-queue-mode", "x-max-priority", "x-anything"])
    func `an argument without effect is named`(argument: String) {
        let faults = faults { $0["p.scraper.0"]?.arguments[argument] = .integer(1) }
        #expect(faults.contains { $0.contains("\(argument), which has no effect on a quorum queue") })
    }

    @Test func `an overflow that quorum queues do not know is named, from a policy too`() {
        let declared = faults { $0["p.scraper.0"]?.arguments["x-overflow"] = .string("reject-publish-dlx") }
        #expect(declared.contains { $0.contains("x-overflow=reject-publish-dlx, which a quorum queue takes for") })
        let ruled = faults { $0["p.scraper.dead"]?.policy["overflow"] = .string("reject-publish-dlx") }
        #expect(ruled.contains { $0.contains("the policy's overflow=reject-publish-dlx") })
    }

    @Test func `dead-lettering at least once needs all that belongs to it`() {
        let overflow = faults { $0["p.scraper.0"]?.policy["overflow"] = .string("drop-head") }
        #expect(overflow.contains { $0.contains("at least once without overflow=reject-publish") })
        let exchange = faults { $0["p.scraper.0"]?.arguments["x-dead-letter-exchange"] = nil }
        #expect(exchange.contains { $0.contains("names no x-dead-letter-exchange") })
        let flag = faults(flags: [])
        #expect(flag.count == 1)
        #expect(flag.first?.contains("rabbitmqctl enable_feature_flag stream_queue") == true)
    }

    @Test(arguments: [
        ("delivery-limit", Topology.Argument.integer(3)), ("message-ttl", .integer(1000)), ("expires", .integer(1000)),
        ("dead-letter-exchange", .string("other")), ("dead-letter-strategy", .string("at-most-once")),
        ("overflow", .string("drop-head")),
    ])
    func `a policy that changes what is declared is named`(key: String, value: Topology.Argument) {
        let faults = faults { $0["p.scraper.0"]?.policy[key] = value }
        #expect(faults.contains { $0.contains("gets \(key)=") && $0.contains("from a policy") })
    }

    @Test func `a policy may say again what is declared, and bound a queue that refuses`() {
        let faults = faults { queues in
            queues["p.scraper.0"]?.policy = ["delivery-limit": .integer(50), "max-length": .integer(1_000_000)]
        }
        #expect(faults.isEmpty)
    }

    @Test func `a policy may not bound a queue that drops its oldest`() {
        let faults = faults { $0["p.scraper.dead"]?.policy["max-length"] = .integer(10) }
        #expect(faults.first?.contains("gets max-length=10 from a policy where none is meant") == true)
    }

    @Test(arguments: [
        ("http://u:p%40ss@host:15672/", "http://host:15672"), ("https://host", "https://host"),
        ("http://[::1]:15672", "http://[::1]:15672"),
    ])
    func `an address is shown without its login`(text: String, shown: String) {
        #expect(ManagementAddress(text)?.description == shown)
    }

    @Test(arguments: ["", "host:15672", "http://", "http://u:%zz@host"])
    func `what is no address is refused`(text: String) {
        #expect(ManagementAddress(text) == nil)
    }
}
