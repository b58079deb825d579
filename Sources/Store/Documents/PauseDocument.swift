import Mongo
public import Shared

public import struct FoundationEssentials.Date

/// While it is there, nothing is typed: what is approved waits.
public struct PauseDocument: Codable, Sendable, Equatable {
    public static let collection = "pauses"
    public static let declaration = CollectionDeclaration(
        collection, required: [("_id", "string"), ("by", "object"), ("since", "date")])
    static let typing = "typing"

    var _id: String
    public var by: Approver
    public var since: Date
}

extension StoreTransaction {
    public func pause() throws -> PauseDocument? {
        try session.collection(PauseDocument.collection).findOne(
            as: PauseDocument.self, filter: ["_id": .string(PauseDocument.typing)])
    }

    /// - Returns: false when it was paused before.
    public func pauseTyping(by person: Approver) throws -> Bool {
        guard try pause() == nil else { return false }
        try session.collection(PauseDocument.collection).insertOne(
            PauseDocument(_id: PauseDocument.typing, by: person, since: Date()))
        return true
    }

    /// - Returns: false when it was not paused.
    public func resumeTyping() throws -> Bool {
        try session.collection(PauseDocument.collection).deleteOne(["_id": .string(PauseDocument.typing)]) > 0
    }
}
