import Mongo
import Shared

import struct FoundationEssentials.Date

extension Store {
    /// Looked at in one go by ``recallLost(_:settled:)``.
    private static let recallLimit = 1000

    /// Sees to it that an event which others wait for comes, if it should have come already.
    func lookFor(_ event: OpenEvent, in conversation: String) async throws {
        guard let sequence = event.sequence, RecallPolicy.decide(event, comesBackAt: nil, now: Date()) != .leave
        else { return }
        let id = InboxDocument.id(service: service.rawValue, event: event._id)
        let putOff = try await client.run { session in
            try session.collection(PutOffDocument.collection).findOne(
                as: PutOffDocument.self, filter: ["_id": .string(id)])
        }
        switch RecallPolicy.decide(event, comesBackAt: putOff?.until, now: Date()) {
        case .leave: break
        case .sendAgain: try await client.run { try $0.recall([event._id]) }
        case .giveUp:
            try await leaveGap(
                event._id, sequence, in: conversation, reason: "it was sent again for hours and never arrived")
        }
    }

    /// Has everything sent again that was published for this service, is not settled by it, and is in none of its queues:
    /// what a deleted queue held, for instance.
    ///
    /// To be called only while the service's queues are empty, or what they hold is sent a second time, which does no
    /// harm but costs work. Everything older than the last call was looked at before.
    ///
    /// - Parameters:
    ///   - interests: what concerns the service.
    ///   - settled: what was sent less long ago is taken to be on its way.
    /// - Returns: how many events are sent again.
    public func recallLost(_ interests: Interests, settled: Duration) async throws -> Int {
        let concerns = try await interests.filter()
        let service = service.rawValue
        let until = Date().addingTimeInterval(-Double(settled.components.seconds))
        var recalled = 0
        while true {
            let batch = try await client.run { session in
                try Self.recallBatch(of: service, concerns, until: until, in: session)
            }
            recalled += batch.recalled
            guard batch.isFull else { return recalled }
        }
    }

    private static func recallBatch(
        of service: String, _ concerns: BSONDocument, until: Date, in session: MongoSession
    ) throws -> (recalled: Int, isFull: Bool) {
        let subscriptions = session.collection(SubscriptionDocument.collection)
        guard
            let subscription = try subscriptions.findOne(
                as: SubscriptionDocument.self, filter: ["_id": .string(service)])
        else { return (0, false) }
        let range: BSONDocument = [
            "state": .string(OutboxDocument.State.sent.rawValue),
            "sentAt": ["$gte": .date(subscription.recalledTo), "$lt": .date(until)],
        ]
        let rows = try session.collection(OutboxDocument.collection).find(
            as: OpenEvent.self, filter: range.merging(concerns), sort: ["sentAt": 1],
            projection: OpenEvent.projection, limit: recallLimit)
        let open = try session.unsettled(rows.map(\._id), by: service)
        try session.recall(rows.filter { open.contains($0._id) && ($0.recalls ?? 0) < 5 }.map(\._id))
        let isFull = rows.count == recallLimit
        // Rows of one millisecond may be cut in two by the batch: the last one's time is looked at again.
        var seenTo = isFull ? rows.last?.sentAt ?? until : until
        if isFull, seenTo <= subscription.recalledTo { seenTo.addTimeInterval(0.001) }
        _ = try subscriptions.updateOne(["_id": .string(service)], ["$max": ["recalledTo": .date(seenTo)]])
        return (open.count, isFull)
    }
}

extension MongoSession {
    /// Those of the events that the service has neither handled, nor given up, nor put off.
    fileprivate func unsettled(_ events: [String], by service: String) throws -> Set<String> {
        struct Key: Decodable { var _id: String }
        guard !events.isEmpty else { return [] }
        let ids = events.map { InboxDocument.id(service: service, event: $0) }
        let filter: BSONDocument = ["_id": ["$in": .array(ids.map { .string($0) })]]
        var open = Set(ids)
        for name in [InboxDocument.collection, GapDocument.collection, PutOffDocument.collection] {
            let found = try collection(name).find(
                as: Key.self, filter: filter, projection: ["_id": 1], limit: ids.count)
            open.subtract(found.map(\._id))
        }
        return Set(open.map { String($0.dropFirst(service.count + 1)) })
    }

    /// Has their producers publish events again.
    fileprivate func recall(_ events: [String]) throws(MongoError) {
        guard !events.isEmpty else { return }
        _ = try collection(OutboxDocument.collection).updateMany(
            [
                "_id": ["$in": .array(events.map { .string($0) })],
                "state": .string(OutboxDocument.State.sent.rawValue),
            ],
            [
                "$set": ["state": .string(OutboxDocument.State.pending.rawValue)], "$unset": ["sentAt": ""],
                "$inc": ["recalls": .int64(1)],
            ])
    }
}
