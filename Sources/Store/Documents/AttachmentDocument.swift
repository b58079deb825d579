import Mongo
public import Shared

public import struct FoundationEssentials.Date

/// An attachment of a message: where it is to be had, and afterwards its bytes or why there are none.
public struct AttachmentDocument: Codable, Sendable, Equatable {
    public static let collection = "attachments"
    public static let declaration = CollectionDeclaration(
        collection,
        indexes: [
            MongoIndex(["conversation": 1, "message": 1]),
            MongoIndex(["dueAt": 1], partialFilter: ["dueAt": ["$exists": true]]),
        ],
        required: [("_id", "string"), ("conversation", "string"), ("message", "string"), ("kind", "string")])

    /// The attachment's id.
    public var _id: String
    public var conversation: String
    public var message: String
    public var kind: MessageAttachment.Kind
    /// The site's address of it. Removed when it is settled: it may let anybody in who has it.
    public var address: String?
    /// How often it was tried in vain.
    public var tries: Int
    /// When it is tried next; removed when it is settled.
    public var dueAt: Date?
    /// As the site says; what it is kept as.
    public var type: String?
    public var bytes: [UInt8]?
    public var missing: AttachmentLoss?

    public init(_ attachment: MessageAttachment, of message: ChatMessage, at address: String, dueAt: Date) {
        _id = attachment.id
        conversation = message.conversation.id
        self.message = message.id
        kind = attachment.kind
        self.address = address
        tries = 0
        self.dueAt = dueAt
    }

    public var attachment: MessageAttachment { MessageAttachment(id: _id, kind: kind) }
}

extension StoreTransaction {
    /// Takes note that attachments are to be loaded.
    public func expect(_ attachments: [AttachmentDocument]) throws {
        guard !attachments.isEmpty else { return }
        try session.collection(AttachmentDocument.collection).insertMany(attachments)
    }

    /// Attachments that are to be loaded by now, the longest due first.
    ///
    /// - Parameter platform: whose conversations count.
    public func dueAttachments(of platform: String, at date: Date, limit: Int) throws -> [AttachmentDocument] {
        try session.collection(AttachmentDocument.collection).find(
            as: AttachmentDocument.self,
            filter: [
                "dueAt": ["$exists": true, "$lte": .date(date)],
                "conversation": ["$gte": .string("\(platform):"), "$lt": .string("\(platform);")],
            ], sort: ["dueAt": 1, "_id": 1], limit: limit)
    }

    /// Has an attachment tried again later.
    public func postpone(_ attachment: String, to date: Date) throws {
        _ = try session.collection(AttachmentDocument.collection).updateOne(
            ["_id": .string(attachment), "dueAt": ["$exists": true]],
            ["$set": ["dueAt": .date(date)], "$inc": ["tries": 1]])
    }

    /// Keeps an attachment's bytes, or why there are none, and tells of it.
    ///
    /// - Returns: nil when that was done before, or the attachment is not expected: nothing is changed or told then.
    @discardableResult
    public func settle(_ attachment: String, as outcome: AttachmentOutcome) throws -> EventHeader? {
        var type: String?
        var size: Int64?
        var missing: AttachmentLoss?
        var set: BSONDocument = [:]
        switch outcome {
        case .stored(let given, let bytes):
            (type, size) = (given, Int64(bytes.count))
            set = ["type": .string(given), "bytes": .bytes(bytes)]
        case .missing(let loss):
            missing = loss
            set = ["missing": .string(loss.rawValue)]
        }
        // As it was before: its bytes need not come back.
        let expected = try session.collection(AttachmentDocument.collection).findOneAndUpdate(
            as: AttachmentDocument.self, filter: ["_id": .string(attachment), "dueAt": ["$exists": true]],
            update: ["$set": .document(set), "$unset": ["dueAt": "", "address": ""]], returning: .before)
        guard let expected, let conversation = try conversation(expected.conversation) else { return nil }
        return try emit(
            MessageAttached(
                conversation: conversation.reference, message: expected.message, attachment: expected.attachment,
                type: type, size: size, missing: missing),
            conversation: conversation.reference)
    }

    /// Nil for one that is not known.
    public func attachment(_ id: String) throws -> AttachmentDocument? {
        try session.collection(AttachmentDocument.collection).findOne(
            as: AttachmentDocument.self, filter: ["_id": .string(id)])
    }
}

/// What became of an attachment.
public enum AttachmentOutcome: Sendable, Equatable {
    /// - `type`: its media type.
    case stored(type: String, bytes: [UInt8])
    case missing(AttachmentLoss)
}
