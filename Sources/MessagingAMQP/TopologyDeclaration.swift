import AMQP

extension AMQPConnection {
    /// Declares everything; what is there already must be the same. Nothing is ever deleted.
    func declare(_ topology: Topology) async throws {
        for exchange in topology.exchanges {
            try await refusing("exchange \(exchange.name)") {
                try await self.declareExchange(
                    exchange.name, type: exchange.type, durable: true, arguments: exchange.arguments.wire)
            }
        }
        for queue in topology.queues {
            try await refusing("queue \(queue.name)") {
                try await self.declareQueue(queue.name, arguments: queue.arguments.wire)
            }
        }
        for binding in topology.bindings {
            switch binding.kind {
            case .queue:
                try await bindQueue(binding.destination, to: binding.source, routingKey: binding.routingKey)
            case .exchange:
                try await bindExchange(binding.destination, to: binding.source, routingKey: binding.routingKey)
            }
        }
    }

    private func refusing(_ what: String, _ body: @Sendable () async throws -> Void) async throws {
        do {
            try await body()
        } catch let error as AMQPError where error.code == .preconditionFailed {
            throw TopologyMismatch(what: what, difference: error.brokerText ?? error.message)
        }
    }
}

/// The broker has something of the same name that was declared otherwise.
public struct TopologyMismatch: Error, CustomStringConvertible {
    public let what: String
    public let difference: String

    public var description: String {
        "the broker's \(what) differs from the one this version needs (\(difference)). Nothing was changed. Drain and "
            + "delete it, or give RABBITMQ_QUEUE another prefix"
    }
}

extension [String: Topology.Argument] {
    fileprivate var wire: [String: AMQPValue] {
        mapValues { argument in
            switch argument {
            case .string(let value): .string(value)
            case .integer(let value): .int64(value)
            case .bool(let value): .bool(value)
            }
        }
    }
}
