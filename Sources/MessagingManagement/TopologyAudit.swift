public import MessagingAMQP

/// Compares the queues that a topology declares with what the broker really made of them. Pure.
///
/// RabbitMQ 3.10 takes arguments that have no effect without a word, and a policy can change a queue after it was
/// declared: either way a queue that looks right may drop messages.
public enum TopologyAudit {
    /// One sentence for each thing that is wrong, which says what to do about it; empty when all is well.
    public static func faults(in topology: Topology, at broker: BrokerFacts) -> [String] {
        topology.queues.flatMap { queue -> [String] in
            guard let facts = broker.queues[queue.name] else {
                return ["the queue \(queue.name) is missing: start the service again, which declares it"]
            }
            let type = queue.arguments["x-queue-type"].map(text) ?? "classic"
            guard facts.type == type else {
                return [
                    "the queue \(queue.name) is of type \(facts.type) and must be \(type): drain it, delete it, and "
                        + "start the service again"
                ]
            }
            let audited = AuditedQueue(declared: queue, facts: facts, featureFlags: broker.featureFlags)
            return (audited.differences + audited.uselessArguments + audited.policyFaults + audited.deadLetterFaults)
                .map { "the queue \(queue.name) \($0)" }
        }
    }

    static func text(_ argument: Topology.Argument) -> String {
        switch argument {
        case .string(let value): value.isEmpty ? "\"\"" : value
        case .integer(let value): "\(value)"
        case .bool(let value): "\(value)"
        }
    }
}
