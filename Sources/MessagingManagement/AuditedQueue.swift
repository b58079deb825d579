import MessagingAMQP

/// One queue as declared and as it is, and what is wrong with it. Each fault goes on from "the queue q".
struct AuditedQueue {
    let declared: Topology.Queue
    let facts: QueueFacts
    let featureFlags: Set<String>

    /// What RabbitMQ 3.10 heeds on a queue of each type. It takes any other too, and does nothing about it.
    private static let heeded: [String: Set<String>] = [
        "quorum": [
            "x-queue-type", "x-expires", "x-message-ttl", "x-max-length", "x-max-length-bytes", "x-overflow",
            "x-delivery-limit", "x-dead-letter-exchange", "x-dead-letter-routing-key", "x-dead-letter-strategy",
            "x-single-active-consumer", "x-quorum-initial-group-size", "x-queue-leader-locator",
            "x-max-in-memory-length", "x-max-in-memory-bytes",
        ],
        "classic": [
            "x-queue-type", "x-expires", "x-message-ttl", "x-max-length", "x-max-length-bytes", "x-overflow",
            "x-dead-letter-exchange", "x-dead-letter-routing-key", "x-single-active-consumer", "x-max-priority",
            "x-queue-mode", "x-queue-version", "x-queue-master-locator",
        ],
    ]

    /// Arguments that the broker has otherwise than declared.
    var differences: [String] {
        Set(declared.arguments.keys).union(facts.arguments.keys).sorted().compactMap { name in
            let (wanted, found) = (declared.arguments[name], facts.arguments[name])
            guard wanted != found else { return nil }
            switch (wanted, found) {
            case (let wanted?, let found?):
                return "was declared with \(name)=\(TopologyAudit.text(found)) and must have "
                    + "\(TopologyAudit.text(wanted)): \(Self.again)"
            case (let wanted?, nil):
                return "was declared without \(name) and must have \(TopologyAudit.text(wanted)): \(Self.again)"
            case (nil, let found?):
                return "was declared with \(name)=\(TopologyAudit.text(found)), which this version does not: "
                    + Self.again
            case (nil, nil):
                return nil
            }
        }
    }

    /// Arguments that have no effect here.
    var uselessArguments: [String] {
        var faults = facts.arguments.keys.filter { Self.heeded[facts.type]?.contains($0) == false }.sorted().map {
            "has \($0), which has no effect on a \(facts.type) queue in RabbitMQ 3.10: declare it without"
        }
        if facts.type == "quorum", let place = place(of: "overflow", equal: "reject-publish-dlx") {
            faults.append(
                "has \(place)=reject-publish-dlx, which a quorum queue takes for drop-head: use reject-publish")
        }
        return faults
    }

    /// What a policy changes about it.
    var policyFaults: [String] {
        facts.policy.sorted { $0.key < $1.key }.compactMap { key, value in
            guard Self.decisive.contains(key), value != declared.arguments["x-\(key)"] else { return nil }
            // Limits on a queue that refuses what is too much are the operator's to set: the publisher keeps it.
            let isLimit = key == "max-length" || key == "max-length-bytes"
            if isLimit, declared.arguments["x-\(key)"] == nil, effectiveText("overflow") == "reject-publish" {
                return nil
            }
            let wanted = declared.arguments["x-\(key)"].map { "\(TopologyAudit.text($0)) is needed" } ?? "none is meant"
            return "gets \(key)=\(TopologyAudit.text(value)) from a policy where \(wanted): take it out of the policy, "
                + "or keep the policy off this queue (rabbitmqctl list_policies)"
        }
    }

    /// Dead-lettering at least once works only with all that belongs to it; without, it is silently at most once.
    var deadLetterFaults: [String] {
        guard facts.type == "quorum", place(of: "dead-letter-strategy", equal: "at-least-once") != nil else {
            return []
        }
        var faults: [String] = []
        if effectiveText("overflow") != "reject-publish" {
            faults.append(
                "is to dead-letter at least once without overflow=reject-publish, and may lose what it dead-letters: "
                    + "declare it with x-overflow=reject-publish")
        }
        if effectiveText("dead-letter-exchange") == nil {
            faults.append("is to dead-letter at least once and names no x-dead-letter-exchange: declare it with one")
        }
        if !featureFlags.contains("stream_queue") {
            faults.append(
                "is to dead-letter at least once, for which the feature flag stream_queue is off: "
                    + "rabbitmqctl enable_feature_flag stream_queue")
        }
        return faults
    }

    /// Keys of policies that decide whether a message is kept, and where it goes.
    private static let decisive: Set<String> = [
        "message-ttl", "expires", "max-length", "max-length-bytes", "overflow", "delivery-limit",
        "dead-letter-exchange", "dead-letter-routing-key", "dead-letter-strategy",
    ]

    private static let again = "drain it, delete it, and start the service again"

    /// A policy's overflow wins over the argument, the argument over a policy's dead-lettering.
    private func effectiveText(_ key: String) -> String? {
        let (policy, argument) = (facts.policy[key], facts.arguments["x-\(key)"])
        let value = key == "overflow" ? policy ?? argument : argument ?? policy
        guard case .string(let text)? = value else { return nil }
        return text
    }

    /// Where the value comes from, by the name it has there; nil when it is not in force.
    private func place(of key: String, equal text: String) -> String? {
        guard effectiveText(key) == text else { return nil }
        return facts.arguments["x-\(key)"] == .string(text) ? "x-\(key)" : "the policy's \(key)"
    }
}
