import Mongo
public import Shared

import struct FoundationEssentials.Date

extension StoreTransaction {
    /// Begins to forget the person of a conversation: from the commit on nothing of it is made anew, nothing that was
    /// drafted or approved can be typed, and every service is told to delete what it has.
    ///
    /// The conversation's own document goes at once: whoever stores something of it at the same moment collides with
    /// that, begins again and finds the tombstone.
    public func forget(_ conversation: String, by approver: Approver) throws -> ErasureStart {
        let hash = TextHash.of(conversation)
        // Before any look, so that it holds its own against somebody who writes one message after the other.
        let deleted = try session.collection(ConversationDocument.collection).deleteOne(["_id": .string(conversation)])
        if let tombstone = try tombstone(hash) {
            guard let erasure = try erasure(tombstone.request) else {
                throw StoreError.missing("a tombstone's erasure is not stored")
            }
            return .before(erasure)
        }
        guard deleted > 0 else { return .unknown }
        let (request, now) = (EventID.make(), Date())
        try session.collection(TombstoneDocument.collection).insertOne(
            TombstoneDocument(_id: hash, request: request, at: now, isOptedOut: try hasOptedOut(conversation)))
        try session.collection(ErasureDocument.collection).insertOne(
            ErasureDocument(_id: request, conversation: conversation, by: approver, at: now, parts: [:]))
        _ = try session.collection(DraftDocument.collection).deleteMany(["conversation": .string(conversation)])
        // What is not begun cannot begin any more: whoever types claims this record before.
        _ = try session.collection(EffectDocument.collection).deleteMany([
            "conversation": .string(conversation), "state": .string(EffectDocument.State.intended.rawValue),
        ])
        // Behind everything of the conversation that a service has under way, and without a place in its order.
        let event = ErasureRequested(request: request, conversation: conversation, requestedBy: approver.name)
        _ = try insert([row(event, key: conversation, sequence: nil, origin: nil)])
        return .started(request)
    }

    public func erasure(_ request: String) throws -> ErasureDocument? {
        try session.collection(ErasureDocument.collection).findOne(
            as: ErasureDocument.self, filter: ["_id": .string(request)])
    }

    /// Those that are not done yet, the oldest first.
    public func openErasures(limit: Int) throws -> [ErasureDocument] {
        try session.collection(ErasureDocument.collection).find(
            as: ErasureDocument.self, filter: ["completedAt": ["$exists": false]], sort: ["at": 1], limit: limit)
    }

    /// Records that this service has deleted what it had of a conversation, together with its records of effects, gaps
    /// and progress there, and tells of it. Doing it again changes nothing.
    ///
    /// With the last service's part all that could still name the conversation goes: the request's own event, and the
    /// conversation's id in the record of the erasure.
    ///
    /// - Parameters:
    ///   - place: where it was deleted, such as `mongodb`.
    ///   - count: how many things.
    public func completeErasure(_ request: String, of conversation: String, in place: String, count: Int) throws {
        guard var erasure = try erasure(request), erasure.parts[service.rawValue] == nil else { return }
        let own: BSONDocument = ["conversation": .string(conversation), "service": .string(service.rawValue)]
        _ = try session.collection(EffectDocument.collection).deleteMany(own)
        _ = try session.collection(GapDocument.collection).deleteMany(own)
        // Written before it goes, so that another instance that still handles something of it collides with this.
        try session.advance(service.rawValue, in: conversation, to: 0)
        try session.deleteProgress(of: [service], in: conversation)
        let now = Date()
        if erasure.troubled?.contains(service.rawValue) == true {
            try emit(
                AlertResolved(
                    alert: Self.alert(erasure, service), summary: "\(service.rawValue) has forgotten them after all."),
                topic: Self.topic(request))
        }
        erasure.parts[service.rawValue] = ErasureDocument.Part(count: Int64(count), at: now)
        erasure.troubled?.removeAll { $0 == service.rawValue }
        try emit(ErasureCompleted(request: request, store: place, count: count), topic: Self.topic(request))
        if erasure.waiting.isEmpty {
            erasure.completedAt = now
            erasure.conversation = nil
            let whole: BSONDocument = ["conversation": .string(conversation)]
            for name in [OutboxDocument.collection, EffectDocument.collection, GapDocument.collection] {
                _ = try session.collection(name).deleteMany(whole)
            }
            try session.deleteProgress(of: ServiceName.allCases, in: conversation)
        }
        _ = try session.collection(ErasureDocument.collection).replaceOne(["_id": .string(request)], with: erasure)
    }

    /// Tells, once, that this service cannot do its part without a person.
    public func troubleErasure(_ request: String, summary: String, advice: String) throws {
        guard var erasure = try erasure(request), erasure.parts[service.rawValue] == nil,
            erasure.troubled?.contains(service.rawValue) != true
        else { return }
        erasure.troubled = (erasure.troubled ?? []) + [service.rawValue]
        _ = try session.collection(ErasureDocument.collection).replaceOne(["_id": .string(request)], with: erasure)
        try emit(
            AlertRaised(alert: Self.alert(erasure, service), severity: .critical, summary: summary, advice: advice),
            topic: Self.topic(request))
    }

    /// Records that the last report was posted.
    public func noteReported(_ request: String) throws {
        _ = try session.collection(ErasureDocument.collection).updateOne(
            ["_id": .string(request)], ["$set": ["reportedAt": .date(Date())]])
    }

    /// Deletes what the outbox holds of a conversation, published or not, but for what asks for the erasure.
    ///
    /// - Returns: how many events.
    public func dropEvents(of conversation: String) throws -> Int {
        Int(
            try session.collection(OutboxDocument.collection).deleteMany([
                "conversation": .string(conversation),
                "name": ["$ne": .string(EventName.erasureRequested.rawValue)],
            ]))
    }

    private static func topic(_ request: String) -> String { "erasure:\(request)" }

    private static func alert(_ erasure: ErasureDocument, _ service: ServiceName) -> String {
        "erasure:\(erasure.short):\(service.rawValue)"
    }
}

extension MongoSession {
    fileprivate func deleteProgress(of services: [ServiceName], in conversation: String) throws(MongoError) {
        let ids = services.map { ProgressDocument.id(service: $0.rawValue, conversation: conversation) }
        _ = try collection(ProgressDocument.collection).deleteMany(["_id": ["$in": .array(ids.map { .string($0) })]])
    }
}
