import Shared

/// One attempt at an effect, for whoever performs it.
public struct EffectAttempt: Sendable {
    let key: String
    /// What was known when the attempt was begun: `fresh` or `attempted`.
    public let standing: EffectStanding
    let store: Store

    /// What is known now; another instance may have been there meanwhile.
    public func currentStanding() async throws -> EffectStanding {
        try await store.read { [key] in try $0.standing(ofEffect: key) }
    }

    /// Records that the effect is about to happen, whoever has tried before: for what the outside world recognises when
    /// it is repeated. Returns when the record is journalled.
    public func begin() async throws {
        _ = try await store.attempt(key, from: nil)
        FailPoint.reach(.effectAttempted)
    }

    /// Records that the effect is about to happen, unless somebody else has since it was intended: for what must not be
    /// done twice. Returns when the record is journalled.
    ///
    /// - Returns: whether it is ours to do.
    public func claim() async throws -> Bool {
        guard try await store.attempt(key, from: .intended) else { return false }
        FailPoint.reach(.effectAttempted)
        return true
    }

    /// Takes the attempt back, after proof that nothing happened outside.
    public func withdraw() async throws { try await store.withdraw(key) }

    /// Records that the effect and others are about to happen as one, such as messages that go out in one post, and what
    /// is to be known of it afterwards. Returns when all of it is journalled.
    ///
    /// - Parameters:
    ///   - others: of the same conversation, in their order. One that was attempted or done before, and all behind it,
    ///     stay out.
    ///   - changes: told how many of the others take part. It may run several times.
    /// - Returns: what `changes` returned.
    public func begin<Result: Sendable>(
        with others: [String], in conversation: String,
        changes: @escaping @Sendable (StoreTransaction, _ joined: Int) throws -> Result
    ) async throws -> Result {
        let key = key
        let result = try await store.write { transaction in
            try transaction.setAttempted(effect: key, in: conversation)
            let joined = try others.prefix { try transaction.standing(ofEffect: $0) == .fresh }
            for other in joined { try transaction.setAttempted(effect: other, in: conversation) }
            return try changes(transaction, joined.count)
        }
        FailPoint.reach(.effectAttempted)
        return result
    }

    /// Takes the attempt and those that were begun with it back, after proof that nothing happened outside.
    public func withdraw(with others: [String], changes: @escaping Changes) async throws {
        let key = key
        try await store.write { transaction in
            for effect in [key] + others { try transaction.withdraw(effect: effect) }
            try changes(transaction)
        }
    }
}
