import Mongo
public import Shared
import Synchronization

import struct FoundationEssentials.Date

/// What a service subscribes to, and since when, as the store has it on record.
public final class Interests: Sendable {
    private let store: Store
    private let names: [EventName]
    private let known = Mutex<BSONDocument?>(nil)

    public init(store: Store, names: [EventName]) {
        self.store = store
        self.names = names
    }

    /// Records the types that are new to the service as of now. To be called before its queues are bound: what is
    /// published from now on it waits for, and finds when it is lost.
    public func register() async throws { _ = try await filter() }

    /// Selects the outbox rows that concern the service.
    func filter() async throws -> BSONDocument {
        if let known = known.withLock({ $0 }) { return known }
        let filter = Self.filter(try await record())
        known.withLock { $0 = filter }
        return filter
    }

    /// Pure.
    static func filter(_ interests: [SubscriptionDocument.Interest]) -> BSONDocument {
        let groups = Dictionary(grouping: interests, by: \.since).sorted { $0.key < $1.key }
        let choices = groups.map { since, interests -> BSONValue in
            [
                "name": ["$in": .array(interests.map { .string($0.name) }.sorted { "\($0)" < "\($1)" })],
                "createdAt": ["$gte": .date(since)],
            ]
        }
        guard choices.count == 1, case .document(let only)? = choices.first else {
            // Without any choice nothing is selected.
            return choices.isEmpty ? ["_id": ["$in": []]] : ["$or": .array(choices)]
        }
        return only
    }

    private func record() async throws -> [SubscriptionDocument.Interest] {
        let (service, names) = (store.service.rawValue, names.map(\.rawValue).sorted())
        return try await store.client.transaction { session in
            let collection = session.collection(SubscriptionDocument.collection)
            let stored = try collection.findOne(as: SubscriptionDocument.self, filter: ["_id": .string(service)])
            let now = Date()
            let interests = names.map { name in
                stored?.interests.first { $0.name == name } ?? SubscriptionDocument.Interest(name: name, since: now)
            }
            guard interests != stored?.interests else { return interests }
            _ = try collection.replaceOne(
                ["_id": .string(service)],
                with: SubscriptionDocument(
                    _id: service, interests: interests, recalledTo: stored?.recalledTo ?? now), upsert: true)
            return interests
        }
    }
}
