import AMQP
import CurlHTTP
import FoundationEssentials

/// What a fault run asks the broker for, past the proxy: how much waits, and things that no client of ours does.
struct BrokerDesk: Sendable {
    struct Depth: Sendable, Equatable {
        /// Messages in queues that have consumers, and in the delay levels.
        var waiting = 0
        /// Messages in the dead letters, those that no queue wanted among them.
        var dead = 0
    }

    let web: WebClient
    let management: String
    /// Its address at the broker itself, virtual host included.
    let url: String
    let virtualHost: String

    /// Asked of the queues themselves: the management API's figures are seconds old.
    func depth() async throws -> Depth {
        let queues = try await names()
        let connection = AMQPConnection(try AMQPConfiguration(url: url))
        async let life: Void = connection.run()
        let result: Result<Depth, any Error>
        do {
            try await connection.opened()
            var depth = Depth()
            for queue in queues {
                let count = try await connection.queueStatus(queue).messageCount
                if Self.isDead(queue) { depth.dead += count } else { depth.waiting += count }
            }
            result = .success(depth)
        } catch {
            result = .failure(error)
        }
        await connection.close()
        _ = try? await life
        return try result.get()
    }

    func closeConnections() async throws {
        struct Connection: Decodable { var name: String }
        let (base, headers) = ManagementAddress.split(management)
        let list = try await web.get("\(base)/api/vhosts/\(virtualHost)/connections?columns=name", headers: headers)
        for connection in try JSONDecoder().decode([Connection].self, from: Data(list)) {
            let name = connection.name.reduce(into: "") {
                $0 += $1.isLetter || $1.isNumber ? "\($1)" : $1.percentEncoded
            }
            // One that has gone meanwhile is what was wanted.
            _ = try? await web.send(.delete, "\(base)/api/connections/\(name)", headers: headers)
        }
    }

    func delete(queue: String) async throws {
        let (base, headers) = ManagementAddress.split(management)
        try await web.send(.delete, "\(base)/api/queues/\(virtualHost)/\(queue)", headers: headers)
    }

    /// Publishes what nobody can decode, to everyone who wants messages.
    func publishPoison() async throws {
        let (base, headers) = ManagementAddress.split(management)
        try await web.send(
            .post, "\(base)/api/exchanges/\(virtualHost)/switchboard.events/publish",
            json: """
                {"routing_key":"chat.message.received","payload":"{\\"nonsense\\":","payload_encoding":"string",\
                "properties":{"delivery_mode":2,"message_id":"poison","correlation_id":"meetme:0",\
                "type":"switchboard.chat.message.received.v1","content_type":"application/cloudevents+json"}}
                """, headers: headers)
    }

    static func isDead(_ queue: String) -> Bool { queue.hasSuffix(".dead") || queue.hasSuffix(".unrouted") }

    private func names() async throws -> [String] {
        struct Queue: Decodable { var name: String }
        let (base, headers) = ManagementAddress.split(management)
        let list = try await web.get("\(base)/api/queues/\(virtualHost)?columns=name", headers: headers)
        return try JSONDecoder().decode([Queue].self, from: Data(list)).map(\.name)
    }
}

extension Character {
    fileprivate var percentEncoded: String {
        utf8.map { byte in
            let digits = String(byte, radix: 16, uppercase: true)
            return "%" + (digits.count == 1 ? "0" : "") + digits
        }.joined()
    }
}
