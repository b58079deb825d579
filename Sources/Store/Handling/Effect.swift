/// Something that a handler does to the outside world.
public struct Effect: Sendable {
    /// How an effect ended, and what is written with its record.
    public enum Outcome: Sendable {
        /// It happened. `externalID` is the outside world's own id of it, where it has one.
        case done(externalID: String? = nil, Changes = { _ in })
        /// Nobody can know whether it happened: a person has to look, and it is never done again.
        case ambiguous(Changes)
        /// It did not happen and will not, or its record says already what there is to say.
        case settled(Changes = { _ in })
    }

    /// What its record is called; nil for one that needs none.
    let key: String?
    private let run: @Sendable (Store) async throws -> Changes?

    /// An effect with a record: intended before anything else, attempted just before it is done, then done or ambiguous.
    /// One that is done or ambiguous is not performed again.
    ///
    /// - Parameters:
    ///   - key: what it is about, such as `discord.message:<event id>`; the same whenever its event is handled.
    ///   - conversation: whose it is; when the conversation is forgotten, so is the record.
    ///   - perform: does it, telling its record first; after an attempt of unknown result it looks outside before.
    public init(
        _ key: String, in conversation: String,
        perform: @escaping @Sendable (EffectAttempt) async throws -> Outcome
    ) {
        self.key = key
        run = { store in
            let attempt = EffectAttempt(key: key, standing: try await store.intend(key, in: conversation), store: store)
            switch attempt.standing {
            case .done, .ambiguous: return nil
            case .fresh, .attempted: break
            }
            switch try await perform(attempt) {
            case .done(let externalID, let changes):
                return { transaction in
                    try changes(transaction)
                    try transaction.complete(effect: key, externalID: externalID)
                }
            case .ambiguous(let changes):
                return { transaction in
                    try transaction.setAmbiguous(effect: key)
                    try changes(transaction)
                }
            case .settled(let changes): return changes
            }
        }
    }

    /// An effect that may be repeated at will, such as bringing something to a given state: it needs no record.
    public init(repeatable perform: @escaping @Sendable () async throws -> Void) {
        key = nil
        run = { _ in
            try await perform()
            return nil
        }
    }

    /// - Returns: what is to be written next, in the transaction that ends it; nil when there is nothing.
    func carryOut(in store: Store) async throws -> Changes? { try await run(store) }
}

extension Store {
    /// Carries an effect out on its own: for what another effect needs first.
    ///
    /// - Returns: what is known of it afterwards.
    public func carryOut(_ effect: Effect) async throws -> EffectStanding {
        if let changes = try await effect.carryOut(in: self) { try await write(changes) }
        guard let key = effect.key else { return .done(externalID: nil) }
        return try await read { try $0.standing(ofEffect: key) }
    }
}
