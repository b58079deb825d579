// Names in here are those of the wire.
// swift-format-ignore-file: AlwaysUseLowerCamelCase

import FoundationEssentials

/// Renders a topology as a RabbitMQ definitions file, which the broker imports at start.
public enum TopologyDefinitions {
    private struct File: Encodable {
        var exchanges: [Exchange]
        var queues: [Queue]
        var bindings: [Binding]
    }

    private struct Exchange: Encodable {
        var name: String
        var vhost: String
        var type: String
        var durable = true
        var auto_delete = false
        var `internal` = false
        var arguments: [String: Topology.Argument]
    }

    private struct Queue: Encodable {
        var name: String
        var vhost: String
        var durable = true
        var auto_delete = false
        var arguments: [String: Topology.Argument]
    }

    private struct Binding: Encodable {
        var source: String
        var vhost: String
        var destination: String
        var destination_type: String
        var routing_key: String
        var arguments: [String: Topology.Argument] = [:]
    }

    /// Pretty-printed JSON with a final newline; equal topologies give equal text.
    public static func render(_ topology: Topology, virtualHost: String = "/") throws -> String {
        let file = File(
            exchanges: topology.exchanges.map {
                Exchange(name: $0.name, vhost: virtualHost, type: $0.type, arguments: $0.arguments)
            },
            queues: topology.queues.map { Queue(name: $0.name, vhost: virtualHost, arguments: $0.arguments) },
            bindings: topology.bindings.map {
                Binding(
                    source: $0.source, vhost: virtualHost, destination: $0.destination,
                    destination_type: $0.kind.rawValue, routing_key: $0.routingKey)
            })
        let encoder = JSONEncoder()
        encoder.outputFormatting = [.prettyPrinted, .sortedKeys, .withoutEscapingSlashes]
        return String(decoding: try encoder.encode(file), as: UTF8.self) + "\n"
    }
}

extension Topology.Argument: Encodable {
    public func encode(to encoder: any Encoder) throws {
        var container = encoder.singleValueContainer()
        switch self {
        case .string(let value): try container.encode(value)
        case .integer(let value): try container.encode(value)
        case .bool(let value): try container.encode(value)
        }
    }
}
