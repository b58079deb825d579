public import CurlHTTP
public import MessagingAMQP

import struct FoundationEssentials.Data
import class FoundationEssentials.JSONDecoder

/// Reads from RabbitMQ's management API. Each call takes ten seconds at most.
public struct ManagementClient: Sendable {
    private let address: ManagementAddress
    private let http: HTTPClient

    /// - Parameter http: is running, and admits the address.
    public init(_ address: ManagementAddress, http: HTTPClient) {
        self.address = address
        self.http = http
    }

    /// What there is of the topology's queues in a virtual host.
    public func facts(about topology: Topology, virtualHost: String) async throws(ManagementError) -> BrokerFacts {
        let flags = try await read([FeatureFlag].self, "feature-flags") ?? []
        var queues: [String: QueueFacts] = [:]
        for queue in topology.queues {
            let path = "queues/\(ManagementAddress.encoded(virtualHost))/\(ManagementAddress.encoded(queue.name))"
            queues[queue.name] = try await read(QueueFacts.self, path)
        }
        return BrokerFacts(
            queues: queues, featureFlags: Set(flags.filter { $0.state == "enabled" }.map(\.name)))
    }

    private struct FeatureFlag: Decodable {
        let name: String
        let state: String
    }

    /// Nil when there is no such thing.
    private func read<Value: Decodable>(_ type: Value.Type, _ path: String) async throws(ManagementError) -> Value? {
        let timeouts = HTTPTimeouts(
            connect: .seconds(3), firstByte: .seconds(8), idle: .seconds(8), total: .seconds(10))
        var request = HTTPRequest(.get, "\(address)/api/\(path)", timeouts: timeouts)
        request.headers["Authorization"] = address.authorization
        let response: HTTPResponse
        do {
            response = try await http.send(request)
        } catch {
            throw ManagementError("it cannot be reached (\(error))")
        }
        switch response.status {
        case 200: break
        case 404: return nil
        case 401: throw ManagementError("it refuses the user or the password; the user needs the tag monitoring")
        default: throw ManagementError("it answers with the status \(response.status)")
        }
        do {
            return try JSONDecoder().decode(type, from: Data(response.body))
        } catch {
            throw ManagementError("its answer is not that of RabbitMQ's management API")
        }
    }
}

/// Why the management API told nothing. Safe to show.
public struct ManagementError: Error, CustomStringConvertible {
    public let description: String

    init(_ description: String) { self.description = description }
}
