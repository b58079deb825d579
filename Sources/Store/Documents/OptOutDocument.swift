import Mongo

public import struct FoundationEssentials.Date

/// Somebody who does not want to be answered by a machine. It stays when the person is forgotten, and says nothing of
/// them but that.
public struct OptOutDocument: Codable, Sendable, Equatable {
    public static let collection = "optOuts"
    public static let declaration = CollectionDeclaration(
        collection, required: [("_id", "string"), ("at", "date")])

    /// ``TextHash`` of the conversation's id.
    public var _id: String
    public var at: Date
}
