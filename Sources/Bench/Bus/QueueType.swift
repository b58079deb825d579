import ArgumentParser
import MessagingAMQP

/// The kind of queue that is measured.
enum QueueType: String, ExpressibleByArgument, CaseIterable {
    case quorum, classic

    /// The topology with its partitions of this type. Classic queues refuse what only quorum queues know.
    func adapt(_ topology: Topology) -> Topology {
        guard self == .classic else { return topology }
        var topology = topology
        for index in topology.queues.indices where topology.queues[index].arguments["x-delivery-limit"] != nil {
            topology.queues[index].arguments = ["x-single-active-consumer": .bool(true)]
        }
        return topology
    }
}
