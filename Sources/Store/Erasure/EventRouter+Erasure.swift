public import Messaging
public import Shared

/// A service's part in forgetting somebody.
public struct ErasurePart: Sendable {
    /// Where it deletes, such as `discord`; as reports call it.
    public var place: String
    /// What is deleted outside. All must bear being done again.
    public var effects: [Effect]
    /// Deletes the service's own documents, in one transaction with the record that it is done; says how many things are
    /// deleted, those outside included.
    public var delete: @Sendable (StoreTransaction) throws -> Int

    public init(
        in place: String, effects: [Effect] = [], delete: @escaping @Sendable (StoreTransaction) throws -> Int
    ) {
        self.place = place
        self.effects = effects
        self.delete = delete
    }
}

extension EventRouter {
    /// Deletes what a service has of somebody who is to be forgotten, and tells of it.
    ///
    /// - Parameter part: decides what there is to delete. It may be called several times.
    public mutating func onErasure(
        in store: Store, _ part: @escaping @Sendable (ErasureRequested) async throws -> ErasurePart,
        afterwards: @escaping @Sendable (ErasureRequested) async -> Void = { _ in }
    ) {
        onErasureRequest(in: store) { request in
            let part = try await part(request)
            return Consequences(part.effects) { transaction in
                let count = try part.delete(transaction)
                try transaction.completeErasure(
                    request.request, of: request.conversation, in: part.place, count: count)
            } afterwards: { _ in
                await afterwards(request)
            }
        }
    }

    /// For a service that only begins its part there, and completes it with
    /// ``StoreTransaction/completeErasure(_:of:in:count:)``.
    public mutating func onErasureRequest(
        in store: Store, _ begin: @escaping @Sendable (ErasureRequested) async throws -> Consequences
    ) {
        on(ErasureRequested.self, in: store) { event, _ in
            try await begin(event.data)
        } givingUp: { event, reason in
            { transaction in
                try transaction.troubleErasure(
                    event.data.request,
                    summary:
                        "Somebody is not forgotten yet: \(store.service.rawValue) gave up (\(reason.prefix(200))).",
                    advice: "Mend that, and have its dead letter delivered again.")
            }
        }
    }
}
