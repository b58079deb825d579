import Mongo
public import Shared

import struct FoundationEssentials.Date

/// A person's answer to what a site asks, while it is fresh. It is the only place where a code is written down: there until
/// the scraper takes it, else until it expires, which the database looks for once a minute.
public struct SessionAnswerDocument: Codable, Sendable, Equatable {
    public static let collection = "sessionAnswers"
    public static let declaration = CollectionDeclaration(
        collection, indexes: [MongoIndex(["expireAt": 1], expireAfter: .zero)],
        required: [("_id", "string"), ("event", "string"), ("expireAt", "date")])
    /// Sites' codes are good for minutes; after this one is not used any more.
    public static let life = Duration.seconds(300)

    /// The event that asked.
    var _id: String
    /// The event that tells of the answer.
    var event: String
    /// Removed when it is taken.
    var code: String?
    var isTaken: Bool
    var expireAt: Date
}

extension StoreTransaction {
    /// Stores a person's answer, with the event that tells of it.
    ///
    /// - Parameters:
    ///   - question: the id of the `session.changed` that asked.
    ///   - code: nil for an answer without one.
    /// - Returns: nil, and nothing is stored, when the question has a fresh answer already.
    public func answer(
        _ question: String, of platform: String, code: Secret?, by approver: Approver
    ) throws -> EventHeader? {
        let answers = session.collection(SessionAnswerDocument.collection)
        let now = Date()
        if let earlier = try answers.findOne(as: SessionAnswerDocument.self, filter: ["_id": .string(question)]),
            earlier.expireAt > now
        {
            return nil
        }
        let answered = SessionAnswered(
            platform: platform, asked: question, answer: code == nil ? .done : .code, by: approver)
        let header = try emit(answered, topic: "session:\(platform)")
        let document = SessionAnswerDocument(
            _id: question, event: header.id, code: code?.reveal(), isTaken: false,
            expireAt: now.addingTimeInterval(Double(SessionAnswerDocument.life.components.seconds)))
        _ = try answers.replaceOne(["_id": .string(question)], with: document, upsert: true)
        return header
    }

    /// Takes the answer that an event tells of, with its code, which is not stored any more afterwards.
    ///
    /// - Returns: false when it was taken before or is not fresh any more; else the code, where there is one.
    public func takeAnswer(to question: String, told event: String) throws -> (isThere: Bool, code: Secret?) {
        let before = try session.collection(SessionAnswerDocument.collection).findOneAndUpdate(
            as: SessionAnswerDocument.self,
            filter: [
                "_id": .string(question), "event": .string(event), "isTaken": false, "expireAt": ["$gt": .date(Date())],
            ],
            update: ["$set": ["isTaken": true], "$unset": ["code": ""]], returning: .before)
        return (before != nil, before?.code.map { Secret($0) })
    }
}
