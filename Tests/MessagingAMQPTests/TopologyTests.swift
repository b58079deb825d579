import Foundation
import MessagingAMQP
import Shared
import Testing

@Suite struct TopologyTests {
    private static let definitions = URL(filePath: #filePath).deletingLastPathComponent().deletingLastPathComponent()
        .deletingLastPathComponent().appending(path: "deploy/rabbitmq/definitions.json")

    @Test func `the definitions file is the topology`() throws {
        let topology = Topology.suite(TopologyNames(prefix: "switchboard")) { _ in 4 }
        let rendered = try TopologyDefinitions.render(topology)
        if ProcessInfo.processInfo.environment["SWITCHBOARD_UPDATE_GENERATED"] != nil {
            try rendered.write(to: Self.definitions, atomically: true, encoding: .utf8)
        }
        #expect(try String(contentsOf: Self.definitions, encoding: .utf8) == rendered)
    }

    @Test func `every event that a service subscribes to is bound to its exchange`() {
        let names = TopologyNames(prefix: "p")
        let topology = Topology.suite(names) { _ in 2 }
        for service in ServiceName.allCases {
            let bound = topology.bindings.filter { $0.destination == names.exchange(of: service) }.map(\.routingKey)
            #expect(Set(bound) == Set(service.subscriptions.map(\.rawValue)))
        }
    }

    @Test func `work queues keep what they dead-letter`() {
        let names = TopologyNames(prefix: "p")
        for queue in Topology.service(.scraper, types: [.replyApproved], partitions: 3, names: names).queues
        where queue.name != names.dead(of: .scraper) {
            #expect(queue.arguments["x-dead-letter-strategy"] == .string("at-least-once"))
            #expect(queue.arguments["x-overflow"] == .string("reject-publish"))
            #expect(queue.arguments["x-dead-letter-routing-key"] == .string("p.scraper.dead"))
        }
    }
}
