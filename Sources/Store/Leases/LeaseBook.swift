import Mongo

public import struct FoundationEssentials.Date

/// Leases in the database, as one instance sees them: who may do something that two must not do at once.
///
/// A lease is free when it was released, when its time is over, and when its holder ran on this machine and is gone. A
/// holder that was stopped for longer than its lease does not know that it lost it: it must look at its own clock before
/// each step, and what it does must bear being done by two for a moment.
public struct LeaseBook: Sendable {
    /// How long a lease holds without being renewed.
    public let duration: Duration

    let client: MongoClient
    let me: String
    private let grace: Duration

    /// - Parameters:
    ///   - grace: how long a lease still holds after the last renewal of a holder that is gone: for what it may have
    ///     sent to somebody just before.
    ///   - holder: who asks; nil for this process.
    public init(store: Store, duration: Duration, grace: Duration = .zero, holder: String? = nil) {
        client = store.client
        self.duration = duration
        self.grace = grace
        me = holder ?? "\(InstanceID.current)"
    }

    /// Takes a lease that is free, or renews this instance's own.
    ///
    /// - Returns: its fencing token, which is higher with each new holder; nil when somebody else holds it.
    public func take(_ name: String, at now: Date = Date()) async throws -> Int64? {
        try await take([name], at: now)[name]
    }

    /// The tokens of those that could be taken.
    func take(_ names: [String], at now: Date = Date()) async throws -> [String: Int64] {
        try await client.run { session in
            var tokens: [String: Int64] = [:]
            for name in names { tokens[name] = try take(name, at: now, in: session) }
            return tokens
        }
    }

    private func take(_ name: String, at now: Date, in session: MongoSession) throws(MongoError) -> Int64? {
        let until = end(from: now)
        let leases = session.collection(LeaseDocument.collection)
        let stored = try leases.findOne(as: LeaseDocument.self, filter: ["_id": .string(name)])
        guard let stored else {
            do {
                try leases.insertOne(LeaseDocument(_id: name, holder: me, until: until, token: 1))
                return 1
            } catch  where error.code == .duplicateKey {
                return nil
            }
        }
        let isMine = stored.holder == me
        guard isMine || isFree(stored, at: now) else { return nil }
        // Only if nobody was faster.
        let updated = try leases.findOneAndUpdate(
            as: LeaseDocument.self,
            filter: ["_id": .string(name), "token": .int64(stored.token), "holder": .string(stored.holder)],
            update: [
                "$set": ["holder": .string(me), "until": .date(until)], "$inc": ["token": .int64(isMine ? 0 : 1)],
            ])
        return updated?.token
    }

    private func isFree(_ lease: LeaseDocument, at now: Date) -> Bool {
        if lease.until < now { return true }
        let graceEnds = end(from: now).addingTimeInterval(Double(-grace.components.seconds))
        return lease.until <= graceEnds && InstanceID(lease.holder)?.isGone == true
    }

    /// Renews leases that this instance holds.
    ///
    /// - Returns: whether it holds all of them still.
    func renew(_ names: [String], at now: Date = Date()) async throws -> Bool {
        guard !names.isEmpty else { return true }
        let (me, until) = (me, end(from: now))
        return try await client.run { session in
            let filter: BSONDocument = ["_id": ["$in": .array(names.map { .string($0) })], "holder": .string(me)]
            return try session.collection(LeaseDocument.collection).updateMany(
                filter, ["$set": ["until": .date(until)]]
            ).matched == names.count
        }
    }

    /// Lets somebody else go on at once.
    public func release(_ names: [String]) async throws {
        guard !names.isEmpty else { return }
        let me = me
        try await client.run { session in
            _ = try session.collection(LeaseDocument.collection).updateMany(
                ["_id": ["$in": .array(names.map { .string($0) })], "holder": .string(me)],
                ["$set": ["until": .date(Date(timeIntervalSince1970: 0))]])
        }
    }

    /// Says that this instance is at work in the group, and who else is, this one included; in a fixed order.
    func join(_ group: String, at now: Date = Date()) async throws -> [String] {
        let (me, until) = (me, end(from: now))
        return try await client.run { session in
            let members = session.collection(MemberDocument.collection)
            _ = try members.replaceOne(
                ["_id": .string("\(group):\(me)")],
                with: MemberDocument(_id: "\(group):\(me)", group: group, instance: me, until: until),
                upsert: true)
            let all = try members.find(
                as: MemberDocument.self, filter: ["group": .string(group), "until": ["$gte": .date(now)]], limit: 1000)
            return all.map(\.instance).filter { $0 == me || InstanceID($0)?.isGone != true }.sorted()
        }
    }

    func leave(_ group: String) async throws {
        let me = me
        try await client.run { session in
            _ = try session.collection(MemberDocument.collection).deleteOne(["_id": .string("\(group):\(me)")])
        }
    }

    /// The database keeps milliseconds: rounded up, so that no lease ends before its time.
    private func end(from now: Date) -> Date {
        let exact = now.addingTimeInterval(Double(duration.components.seconds))
        return Date(timeIntervalSince1970: (exact.timeIntervalSince1970 * 1000).rounded(.up) / 1000)
    }
}
