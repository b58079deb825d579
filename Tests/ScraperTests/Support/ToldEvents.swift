import Mongo
import Shared
import Store

extension Store {
    /// The events in the outbox, as `name: what matters`, in the order they were written.
    func told() async throws -> [String] {
        struct Row: Decodable { var body: [UInt8] }
        return try await client.run { session in
            try session.collection("outbox").find(as: Row.self, sort: ["_id": 1], limit: 1000).map { row in
                let header = try EventCoding.decodeHeader(from: row.body)
                guard header.name == .replyFailed else { return header.name.rawValue }
                let failed = try EventCoding.decode(Event<ReplyFailed>.self, from: row.body)
                return "\(header.name.rawValue): \(failed.data.reason.rawValue)"
            }
        }
    }
}
