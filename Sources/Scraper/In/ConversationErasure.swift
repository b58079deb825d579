import Mongo
import Shared
import Store

/// Forgets somebody in the database: messages, drafts, attachments and those that are still to be loaded, and every
/// event that tells of them. The conversation itself went when the erasure began.
enum ConversationErasure {
    private static let collections = [
        MessageDocument.collection, DraftDocument.collection, AttachmentDocument.collection,
    ]

    static func part(_ request: ErasureRequested) -> ErasurePart {
        ErasurePart(in: "mongodb") { transaction in
            let own: BSONDocument = ["conversation": .string(request.conversation)]
            let documents = try collections.reduce(0) { count, name in
                count + Int(try transaction.session.collection(name).deleteMany(own))
            }
            return documents + (try transaction.dropEvents(of: request.conversation))
        }
    }
}
