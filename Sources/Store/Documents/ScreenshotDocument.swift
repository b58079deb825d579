import Mongo

public import struct FoundationEssentials.Date

/// A picture of a page on which all that is private is covered. A `session.changed` names it; it is deleted a week after
/// it was taken.
public struct ScreenshotDocument: Codable, Sendable, Equatable {
    public static let collection = "screenshots"
    public static let declaration = CollectionDeclaration(
        collection, indexes: [MongoIndex(["takenAt": 1], expireAfter: .seconds(7 * 86_400))],
        required: [("_id", "string"), ("type", "string"), ("bytes", "binData"), ("takenAt", "date")])

    public var _id: String
    /// `image/png` or `image/jpeg`.
    public var type: String
    public var bytes: [UInt8]
    public var takenAt: Date

    public init(_id: String, type: String, bytes: [UInt8], takenAt: Date) {
        self._id = _id
        self.type = type
        self.bytes = bytes
        self.takenAt = takenAt
    }
}

extension StoreTransaction {
    public func add(_ screenshot: ScreenshotDocument) throws {
        try session.collection(ScreenshotDocument.collection).insertOne(screenshot)
    }

    /// Nil for one that is deleted by now.
    public func screenshot(_ id: String) throws -> ScreenshotDocument? {
        try session.collection(ScreenshotDocument.collection).findOne(
            as: ScreenshotDocument.self, filter: ["_id": .string(id)])
    }
}
