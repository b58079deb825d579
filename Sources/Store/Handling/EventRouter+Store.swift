public import Messaging
public import Shared

extension EventRouter {
    /// Handles one type of event with a function of the event and the store, which says what follows; the consequences
    /// are carried out here, once.
    ///
    /// - Parameters:
    ///   - handler: reads and decides. It may be called several times for an event and leaves no trace of its own that
    ///     a repetition would not make good.
    ///   - givingUp: what is to be written once a handled event is put aside for good, with the reason: the place to tell
    ///     whoever waits for it.
    public mutating func on<Payload>(
        _ payload: Payload.Type, in store: Store,
        _ handler: @escaping @Sendable (Event<Payload>, Store) async throws -> Consequences,
        givingUp: (@Sendable (Event<Payload>, _ reason: String) async -> Changes)? = nil
    ) {
        let handle: @Sendable (Event<Payload>, Delivery) async throws -> Void = { event, _ in
            try await handler(event, store).carryOut(after: event.header, in: store)
        }
        guard let givingUp else { return on(payload, handle) }
        on(payload, handle) { event, reason in
            try await store.write(await givingUp(event, reason))
        }
    }
}
