import Mongo
import Shared

public import struct FoundationEssentials.Date

/// What is known of an effect before it is attempted.
public enum EffectStanding: Sendable, Equatable {
    /// Never attempted: go ahead.
    case fresh
    /// Attempted before, with unknown result: look outside first, never repeat blindly.
    case attempted(at: Date)
    /// Done; the outside world's id of it, where it has one.
    case done(externalID: String?)
    /// Given to a person: do nothing.
    case ambiguous
}

extension Store {
    /// Records the intention to do something outside, before anything else. Repeating it changes nothing.
    public func intend(effect key: String, conversation: String) async throws -> EffectStanding {
        let service = service.rawValue
        let document = try await client.run { session in
            try session.collection(EffectDocument.collection).findOneAndUpdate(
                as: EffectDocument.self, filter: ["_id": .string(key)],
                update: [
                    "$setOnInsert": [
                        "service": .string(service), "conversation": .string(conversation),
                        "state": .string(EffectDocument.State.intended.rawValue), "attempts": .int64(0),
                        "intendedAt": .date(Date()),
                    ]
                ], upsert: true)
        }
        guard let document else { return .fresh }
        switch document.state {
        case .intended: return .fresh
        case .attempted: return .attempted(at: document.attemptedAt ?? document.intendedAt)
        case .done: return .done(externalID: document.externalID)
        case .ambiguous: return .ambiguous
        }
    }

    /// Records that the effect is about to happen. Returns when the record is journalled.
    public func attempt(effect key: String) async throws {
        try await client.run { session in
            _ = try session.collection(EffectDocument.collection).updateOne(
                ["_id": .string(key)],
                [
                    "$set": [
                        "state": .string(EffectDocument.State.attempted.rawValue), "attemptedAt": .date(Date()),
                    ],
                    "$inc": ["attempts": 1],
                ])
        }
    }

    /// Takes an attempt back, after proof that nothing happened outside.
    public func withdraw(effect key: String) async throws {
        try await client.run { session in
            _ = try session.collection(EffectDocument.collection).updateOne(
                ["_id": .string(key)], ["$set": ["state": .string(EffectDocument.State.intended.rawValue)]])
        }
    }

    /// Records that the effect happened, outside of any transaction.
    public func complete(effect key: String, externalID: String?) async throws {
        try await write { try $0.complete(effect: key, externalID: externalID) }
    }
}

extension StoreTransaction {
    /// Records that the effect happened, together with what follows from it.
    public func complete(effect key: String, externalID: String?) throws {
        var set: BSONDocument = [
            "state": .string(EffectDocument.State.done.rawValue), "doneAt": .date(Date()),
        ]
        if let externalID { set["externalID"] = .string(externalID) }
        _ = try session.collection(EffectDocument.collection).updateOne(
            ["_id": .string(key)], ["$set": .document(set)])
    }

    /// Hands the effect to a person.
    public func setAmbiguous(effect key: String) throws {
        _ = try session.collection(EffectDocument.collection).updateOne(
            ["_id": .string(key)], ["$set": ["state": .string(EffectDocument.State.ambiguous.rawValue)]])
    }
}
