import Mongo

/// How far a service has come in a conversation.
struct ProgressDocument: Codable, Sendable {
    static let collection = "progress"

    /// `<service>:<conversation>`.
    var _id: String
    /// Every event up to this sequence that concerns the service is settled: handled, or given up with a gap.
    var done: Int64

    static func id(service: String, conversation: String) -> String { "\(service):\(conversation)" }
}

extension MongoSession {
    /// Notes that everything up to `sequence` is settled. It never goes back.
    func advance(_ service: String, in conversation: String, to sequence: Int64) throws(MongoError) {
        _ = try collection(ProgressDocument.collection).updateOne(
            ["_id": .string(ProgressDocument.id(service: service, conversation: conversation))],
            ["$max": ["done": .int64(sequence)]], upsert: true)
    }
}
