import Shared

/// What is written in a transaction: changes of the state and, through ``StoreTransaction/emit(_:conversation:causedBy:origin:)``,
/// outgoing events. It may run several times and must have no effect but through its transaction.
public typealias Changes = @Sendable (StoreTransaction) throws -> Void

/// What follows from an event, as its handler decided.
///
/// It is carried out in this order: the effects, one after the other, each under its own record; then, in one
/// transaction, the changes, the outgoing events and the marker that the event was handled; then what only makes sense
/// when all that is stored. So whatever interrupts it, the event comes again and goes on where it stopped.
public struct Consequences: Sendable {
    /// The event changes nothing here.
    public static let none = Consequences { _ in }

    private let effects: [Effect]
    private let commit: @Sendable (Store, EventHeader, Changes?) async throws -> Void

    /// - Parameters:
    ///   - changes: written with the marker, after the effects.
    ///   - afterwards: told what `changes` returned, once it is stored; not called for an event that was handled before,
    ///     and not again after a crash.
    public init<Result: Sendable>(
        _ effects: [Effect] = [], changes: @escaping @Sendable (StoreTransaction) throws -> Result,
        afterwards: @escaping @Sendable (Result) async -> Void = { _ in }
    ) {
        self.effects = effects
        commit = { store, event, effect in
            let result = try await store.handle(event) { transaction in
                try effect?(transaction)
                return try changes(transaction)
            }
            if let result { await afterwards(result) }
        }
    }

    /// Effects alone.
    public init(_ effects: Effect..., afterwards: @escaping @Sendable () async -> Void = {}) {
        self.init(effects, changes: { _ in }, afterwards: { _ in await afterwards() })
    }

    func carryOut(after event: EventHeader, in store: Store) async throws {
        // The records of the effects would tell as well, one by one.
        if !effects.isEmpty, try await store.isHandled(event.id) { return }
        var last: Changes?
        for effect in effects {
            if let last { try await store.write(last) }
            last = try await effect.carryOut(in: store)
        }
        try await commit(store, event, last)
    }
}
