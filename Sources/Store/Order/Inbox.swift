public import Messaging
import Mongo
import Shared

import struct FoundationEssentials.Date

/// The inbox, for events whose handlers write nothing.
public struct Inbox: HandledEvents {
    private let store: Store

    public init(store: Store) { self.store = store }

    public func contains(_ message: Message) async throws -> Bool { try await store.isHandled(message.id) }

    public func insert(_ message: Message) async throws {
        let service = store.service.rawValue
        do {
            try await mark(message, service)
        } catch is AlreadyHandled {
            return
        }
        if let sequence = message.sequence { store.progress.note(sequence, in: message.conversation) }
    }

    private func mark(_ message: Message, _ service: String) async throws {
        try await store.client.transaction { session in
            try session.markHandled(message.id, by: service)
            guard let sequence = message.sequence else { return }
            try session.advance(service, in: message.conversation, to: sequence)
        }
    }
}

/// Ends a transaction whose event was handled before.
struct AlreadyHandled: Error {}

extension MongoSession {
    /// First in a transaction, so that a duplicate key there can only mean this.
    func markHandled(_ event: String, by service: String) throws {
        do {
            try collection(InboxDocument.collection).insertOne(
                InboxDocument(service: service, event: event, at: Date()))
        } catch  where error.code == .duplicateKey {
            throw AlreadyHandled()
        }
    }
}
