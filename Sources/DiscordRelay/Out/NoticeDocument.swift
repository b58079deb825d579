import Mongo
import Store

/// A post about something that is not over yet. `_id` is what it is about: `alert:<alert>`, `session:<platform>`,
/// `selector:<platform>:<role>`.
struct NoticeDocument: Codable, Sendable, Equatable {
    static let collection = "discord_notices"
    static let declaration = CollectionDeclaration(
        collection, required: [("_id", "string"), ("channel", "string"), ("message", "string"), ("content", "string")])

    var _id: String
    var channel: String
    /// Discord's id.
    var message: String
    var content: String
    /// The ``HealDocument`` whose buttons it has or had.
    var heal: String?
}

extension StoreTransaction {
    func notice(_ subject: String) throws -> NoticeDocument? {
        try session.collection(NoticeDocument.collection).findOne(
            as: NoticeDocument.self, filter: ["_id": .string(subject)])
    }

    func record(_ notice: NoticeDocument) throws {
        _ = try session.collection(NoticeDocument.collection).replaceOne(
            ["_id": .string(notice._id)], with: notice, upsert: true)
    }

    func close(_ notice: NoticeDocument) throws {
        _ = try session.collection(NoticeDocument.collection).deleteOne(
            ["_id": .string(notice._id), "message": .string(notice.message)])
    }
}
