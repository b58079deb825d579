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
    func intend(_ key: String, in conversation: String) async throws -> EffectStanding {
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
        return document?.standing ?? .fresh
    }

    /// - Parameter state: only from this state on; from any when nil.
    /// - Returns: whether it was recorded.
    func attempt(_ key: String, from state: EffectDocument.State?) async throws -> Bool {
        try await client.run { session in
            var filter: BSONDocument = ["_id": .string(key)]
            if let state { filter["state"] = .string(state.rawValue) }
            let update = try session.collection(EffectDocument.collection).updateOne(
                filter,
                [
                    "$set": [
                        "state": .string(EffectDocument.State.attempted.rawValue), "attemptedAt": .date(Date()),
                    ],
                    "$inc": ["attempts": 1],
                ])
            return update.matched == 1
        }
    }

    func withdraw(_ key: String) async throws {
        try await client.run { session in
            _ = try session.collection(EffectDocument.collection).updateOne(
                ["_id": .string(key)], ["$set": ["state": .string(EffectDocument.State.intended.rawValue)]])
        }
    }
}

extension EffectDocument {
    fileprivate var standing: EffectStanding {
        switch state {
        case .intended: .fresh
        case .attempted: .attempted(at: attemptedAt ?? intendedAt)
        case .done: .done(externalID: externalID)
        case .ambiguous: .ambiguous
        }
    }
}

extension StoreTransaction {
    /// What is known of an effect.
    public func standing(ofEffect key: String) throws -> EffectStanding {
        try session.collection(EffectDocument.collection).findOne(
            as: EffectDocument.self, filter: ["_id": .string(key)])?.standing ?? .fresh
    }

    /// Records that the effect happened, together with what follows from it.
    public func complete(effect key: String, externalID: String?) throws {
        FailPoint.reach(.effectBeforeRecord)
        var set: BSONDocument = [
            "state": .string(EffectDocument.State.done.rawValue), "doneAt": .date(Date()),
        ]
        if let externalID { set["externalID"] = .string(externalID) }
        _ = try session.collection(EffectDocument.collection).updateOne(
            ["_id": .string(key)], ["$set": .document(set)])
    }

    /// Hands the effect to a person.
    func setAmbiguous(effect key: String) throws {
        _ = try session.collection(EffectDocument.collection).updateOne(
            ["_id": .string(key)], ["$set": ["state": .string(EffectDocument.State.ambiguous.rawValue)]])
    }

    /// Records that an effect is about to happen, whatever was known of it.
    func setAttempted(effect key: String, in conversation: String) throws {
        let now = Date()
        _ = try session.collection(EffectDocument.collection).updateOne(
            ["_id": .string(key)],
            [
                "$setOnInsert": [
                    "service": .string(service.rawValue), "conversation": .string(conversation),
                    "intendedAt": .date(now),
                ],
                "$set": ["state": .string(EffectDocument.State.attempted.rawValue), "attemptedAt": .date(now)],
                "$inc": ["attempts": .int64(1)],
            ], upsert: true)
    }

    func withdraw(effect key: String) throws {
        _ = try session.collection(EffectDocument.collection).updateOne(
            ["_id": .string(key)], ["$set": ["state": .string(EffectDocument.State.intended.rawValue)]])
    }
}
