import Messaging
public import Mongo
public import Shared
import Synchronization

import struct FoundationEssentials.Date

/// The suite's state in MongoDB, as one service sees it.
///
/// State and events change together: what a service learns or decides is written in one transaction with the events
/// that tell of it (``StoreTransaction/emit(_:conversation:causedBy:)``) and the marker that the event which led to it
/// was handled (``Consequences``). Bodies are synchronous and run on a database thread, so that no call to the outside
/// world can slip into a transaction.
public final class Store: Sendable {
    public let service: ServiceName
    public let client: MongoClient
    let outboxSignal = WakeSignal()
    let progress = ProgressCache()

    public init(service: ServiceName, client: MongoClient) {
        self.service = service
        self.client = client
    }

    /// Reads, outside of a transaction.
    public func read<R: Sendable>(_ body: @escaping @Sendable (StoreTransaction) throws -> R) async throws -> R {
        let service = service
        return try await client.run { try body(StoreTransaction(session: $0, service: service, cause: nil)) }
    }

    /// Runs `body` in a transaction; wakes the outbox when it is committed. `body` may run several times.
    ///
    /// - Throws: ``StoreError/outcomeUnknown(_:)`` when the connection was lost during the commit: whoever does it again
    ///   looks at what is stored first.
    public func write<R: Sendable>(_ body: @escaping @Sendable (StoreTransaction) throws -> R) async throws -> R {
        let service = service
        do {
            let result = try await client.transaction {
                try body(StoreTransaction(session: $0, service: service, cause: nil))
            }
            outboxSignal.raise()
            return result
        } catch let error as MongoError where error.code == .commitUnknown {
            throw StoreError.outcomeUnknown(error.message)
        }
    }

    /// Runs `body` in a transaction together with the marker that `event` was handled by this service, and with the
    /// progress in its conversation. The answer to a commit that is not known is found by the marker.
    ///
    /// - Returns: nil when the event was handled before, or its conversation is forgotten; nothing was changed then.
    @discardableResult
    func handle<R: Sendable>(
        _ event: EventHeader, _ body: @escaping @Sendable (StoreTransaction) throws -> R
    ) async throws -> R? {
        let service = service
        // The last run's result: needed when the commit's outcome is unknown but turns out to have happened.
        let latest = Mutex<R?>(nil)
        do {
            let result = try await client.transaction { session -> R? in
                try session.markHandled(event.id, by: service.rawValue)
                // It was asked before the handler began; the person may have been forgotten since.
                if event.sequence != nil, try session.isForgotten(event.conversation) { return nil }
                let result = try body(StoreTransaction(session: session, service: service, cause: event))
                // Last, so that two instances with the same conversation conflict for as short as possible.
                if let sequence = event.sequence {
                    try session.advance(service.rawValue, in: event.conversation, to: sequence)
                }
                latest.withLock { $0 = result }
                FailPoint.reach(.handlerInside)
                return result
            }
            handled(event)
            return result
        } catch is AlreadyHandled {
            HandlingReceipt.current?.record(event.id)
            return nil
        } catch let error as MongoError where error.code == .commitUnknown {
            // Not there yet, it may still become so: the next attempt begins with the marker.
            guard try await isHandled(event.id) else { throw StoreError.outcomeUnknown(error.message) }
            handled(event)
            return latest.withLock { $0 }
        }
    }

    private func handled(_ event: EventHeader) {
        if let sequence = event.sequence { progress.note(sequence, in: event.conversation) }
        HandlingReceipt.current?.record(event.id)
        outboxSignal.raise()
    }

    /// Whether this service has handled the event. Reads what a majority has.
    public func isHandled(_ event: String) async throws -> Bool {
        let marker = InboxDocument.id(service: service.rawValue, event: event)
        return try await client.run { session in
            try session.collection(InboxDocument.collection).findOne(
                as: InboxDocument.self, filter: ["_id": .string(marker)]) != nil
        }
    }
}
