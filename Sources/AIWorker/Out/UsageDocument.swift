import Mongo
import Shared
import Store

import struct FoundationEssentials.Date

/// What was used of the AI service on one day (UTC), by one conversation or by all.
struct UsageDocument: Codable, Sendable {
    static let collection = "aiUsage"
    static let declaration = CollectionDeclaration(
        collection, indexes: [MongoIndex(["at": 1], expireAfter: .seconds(40 * 86_400)), MongoIndex(["alert": 1])],
        required: [("_id", "string"), ("day", "string"), ("at", "date")])

    /// The day alone, or the day and the conversation.
    var _id: String
    var day: String
    var conversation: String?
    var tokens: Int64
    var cost: Double
    var requests: Int64
    /// The alert that is raised because of it; absent when none is.
    var alert: String?
    var at: Date

    static func id(_ day: String, _ conversation: String?) -> String {
        conversation.map { "\(day) \($0)" } ?? day
    }

    /// Such as `2026-11-23`.
    static func day(of date: Date) -> String { String(Timestamp(date).description.prefix(10)) }
}

extension StoreTransaction {
    /// - Parameter conversation: nil for all of them together.
    func usage(of conversation: String?, day: String) throws -> AIUsage {
        let document = try session.collection(UsageDocument.collection).findOne(
            as: UsageDocument.self, filter: ["_id": .string(UsageDocument.id(day, conversation))])
        return AIUsage(tokens: document?.tokens ?? 0, cost: document?.cost ?? 0)
    }

    /// Tells, once a day and scope, that a limit is reached.
    func raiseBudgetAlert(_ scope: Budget.Scope, of conversation: ConversationReference, day: String) throws {
        let owner = scope == .day ? nil : conversation.id
        // No id of a person in it: alerts are shown in a channel that more people read than the conversation's.
        let alert = "ai-budget:\(day)" + (owner.map { ":" + TextHash.of($0).prefix(12) } ?? "")
        let update = try session.collection(UsageDocument.collection).updateOne(
            ["_id": .string(UsageDocument.id(day, owner)), "alert": ["$exists": false]],
            ["$set": ["alert": .string(alert)]])
        guard update.matched > 0 else { return }
        try emit(AlertRaised.budget(scope, alert: alert), topic: Self.budgetTopic)
    }

    /// Tells that the alerts of earlier days are over.
    func resolveBudgetAlerts(before day: String) throws {
        let over = try session.collection(UsageDocument.collection).find(
            as: UsageDocument.self, filter: ["alert": ["$exists": true], "day": ["$lt": .string(day)]], limit: 100)
        for document in over {
            _ = try session.collection(UsageDocument.collection).updateOne(
                ["_id": .string(document._id)], ["$unset": ["alert": ""]])
            guard let alert = document.alert else { continue }
            try emit(
                AlertResolved(alert: alert, summary: "A new day has begun: the AI service is asked again."),
                topic: Self.budgetTopic)
        }
    }

    /// The conversation is forgotten, and its alerts with it.
    func endBudgetAlerts(of conversation: String) throws {
        let over = try session.collection(UsageDocument.collection).find(
            as: UsageDocument.self, filter: ["conversation": .string(conversation), "alert": ["$exists": true]],
            limit: 100)
        for alert in over.compactMap(\.alert) {
            try emit(
                AlertResolved(alert: alert, summary: "The conversation is forgotten."), topic: Self.budgetTopic)
        }
    }

    private static var budgetTopic: String { "ai-budget" }
}

extension MongoSession {
    /// Adds what a request used to its day, once for the conversation and once for all. Outside of a transaction it waits
    /// for others that add to the same day.
    func charge(_ usage: AIUsage, to conversation: String, at date: Date) throws {
        let day = UsageDocument.day(of: date)
        for owner in [conversation, nil] {
            var set: BSONDocument = ["day": .string(day), "at": .date(date)]
            if let owner { set["conversation"] = .string(owner) }
            _ = try collection(UsageDocument.collection).updateOne(
                ["_id": .string(UsageDocument.id(day, owner))],
                [
                    "$inc": ["tokens": .int64(usage.tokens), "cost": .double(usage.cost), "requests": .int64(1)],
                    "$setOnInsert": .document(set),
                ], upsert: true)
        }
    }
}

extension AlertRaised {
    fileprivate static func budget(_ scope: Budget.Scope, alert: String) -> AlertRaised {
        switch scope {
        case .day:
            AlertRaised(
                alert: alert, severity: .critical,
                summary: "The AI budget of the day is used up: no more drafts until midnight UTC.",
                advice: "Answer by hand, or raise SWITCHBOARD_AI_TOKENS_PER_DAY or SWITCHBOARD_AI_COST_PER_DAY.")
        case .conversation:
            AlertRaised(
                alert: alert, severity: .warning,
                summary: "A conversation's AI budget of the day is used up: it gets no more drafts until midnight UTC.",
                advice: "Answer it by hand, or raise SWITCHBOARD_AI_TOKENS_PER_CONVERSATION or "
                    + "SWITCHBOARD_AI_COST_PER_CONVERSATION.")
        }
    }
}
