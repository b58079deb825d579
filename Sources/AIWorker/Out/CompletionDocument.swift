import Mongo
import Shared
import Store

import struct FoundationEssentials.Date

/// A completion that was paid for and is not used yet: written before anything else is done with it, gone with the
/// transaction that uses it, or after a day.
struct CompletionDocument: Codable, Sendable {
    static let collection = "completions"
    static let declaration = CollectionDeclaration(
        collection, indexes: [MongoIndex(["at": 1], expireAfter: .seconds(86_400)), MongoIndex(["event": 1])],
        required: [("_id", "string"), ("event", "string"), ("conversation", "string"), ("at", "date")])

    /// The event that it was asked for, and the number of the request among the event's.
    var _id: String
    var event: String
    /// Whose it is; when the conversation is forgotten, so is this.
    var conversation: String
    var text: String
    var isRefusal: Bool
    var finish: Completion.Finish
    var model: String
    var promptTokens: Int?
    var completionTokens: Int?
    var cost: Double?
    var isFromFallback: Bool?
    var at: Date

    init(_ completion: Completion, request: Int, of event: EventHeader, at date: Date) {
        _id = Self.id(request, of: event)
        self.event = event.id
        conversation = event.conversation
        text = completion.text
        isRefusal = completion.isRefusal
        finish = completion.finish
        model = completion.model
        promptTokens = completion.promptTokens
        completionTokens = completion.completionTokens
        cost = completion.cost
        isFromFallback = completion.isFromFallback
        at = date
    }

    var completion: Completion {
        Completion(
            text: text, isRefusal: isRefusal, finish: finish, model: model, promptTokens: promptTokens,
            completionTokens: completionTokens, cost: cost, isFromFallback: isFromFallback ?? false)
    }

    static func id(_ request: Int, of event: EventHeader) -> String { "\(event.id) \(request)" }
}

extension StoreTransaction {
    /// The completion that was paid for already; nil when the request was not answered yet.
    func completion(_ request: Int, of event: EventHeader) throws -> Completion? {
        try session.collection(CompletionDocument.collection).findOne(
            as: CompletionDocument.self, filter: ["_id": .string(CompletionDocument.id(request, of: event))])?
            .completion
    }

    /// They are used, or worth nothing.
    func dropCompletions(of event: EventHeader) throws {
        _ = try session.collection(CompletionDocument.collection).deleteMany(["event": .string(event.id)])
    }
}

extension MongoSession {
    func keep(_ completion: Completion, request: Int, of event: EventHeader) throws {
        _ = try collection(CompletionDocument.collection).replaceOne(
            ["_id": .string(CompletionDocument.id(request, of: event))],
            with: CompletionDocument(completion, request: request, of: event, at: Date()), upsert: true)
    }
}
