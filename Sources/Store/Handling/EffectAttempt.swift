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
}
