import Synchronization

/// Remembers which events a service has handled. One instance serves one service; what it knows outlives the process.
public protocol HandledEvents: Sendable {
    func contains(_ message: Message) async throws -> Bool
    /// For a handler that had nothing to write: one that writes records it in the same transaction, and tells its
    /// ``HandlingReceipt``. Repeating it changes nothing.
    func insert(_ message: Message) async throws
}

/// Tells the middleware that an event was recorded as handled, in the transaction that handled it.
public final class HandlingReceipt: Sendable {
    /// That of the delivery which the current task handles.
    @TaskLocal public static var current: HandlingReceipt?

    private let event: String
    private let recorded = Atomic(false)

    public init(event: String) { self.event = event }

    /// To be called after the commit. Another event than the delivery's says nothing.
    public func record(_ event: String) {
        if event == self.event { recorded.store(true, ordering: .relaxed) }
    }

    public var isRecorded: Bool { recorded.load(ordering: .relaxed) }
}
