import Messaging
import Mongo
import Shared
import Store
import TestSupport
import Testing

@testable import SheetsSync

/// A database of a test's own, dropped afterwards.
enum TestStore {
    static var isThere: Bool { TestDatabase.isThere }

    static func with<R: Sendable>(_ body: @Sendable (Store) async throws -> R) async throws -> R {
        try await TestDatabase.with(
            .sheetsSync,
            declaring: [RowDocument.declaration, CounterDocument.declaration, SheetErasureDocument.declaration],
            body)
    }
}

extension Store {
    /// All rows, ascending by place.
    func rows() async throws -> [RowDocument] {
        try await read { transaction in
            try transaction.session.collection(RowDocument.collection).find(
                as: RowDocument.self, sort: ["row": 1], limit: 10_000)
        }
    }

    func row(_ id: String) async throws -> RowDocument? {
        try await rows().first { $0._id == id }
    }

    /// A row that waits to be written.
    func add(_ message: ChatMessage, in sheet: String) async throws {
        try await write { try $0.addRow(for: message, status: .received, in: sheet, origin: .now) }
    }
}

/// An event as it comes from the broker.
func delivery<Payload: EventPayload>(
    _ payload: Payload, id: String = EventID.make(), in conversation: ConversationReference = anna
) throws -> Delivery {
    let header = EventHeader(
        id: id, source: ServiceName.scraper.source, name: Payload.name, time: .now, conversation: conversation.id,
        sequence: 1, causation: nil, origin: .now, trace: .start())
    return Delivery(
        message: try Message(Event(header: header, data: payload)), attempt: 1, isRedelivered: false, queue: "tests")
}

/// Waits until the condition holds; fails after 20 seconds.
func eventually(
    sourceLocation: SourceLocation = #_sourceLocation, _ condition: () async throws -> Bool
) async throws {
    let end = ContinuousClock.now + .seconds(20)
    while try await !condition() {
        try #require(ContinuousClock.now < end, "The condition did not come about.", sourceLocation: sourceLocation)
        try await Task.sleep(for: .milliseconds(5))
    }
}
