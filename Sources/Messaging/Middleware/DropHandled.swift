/// The inbox: an event that was handled before is done without asking the handler again, and one that was handled is
/// remembered.
///
/// Only a delivery that may have a history is looked up beforehand. The others are caught by the marker that the
/// handler's own transaction begins with: that one decides, this spares the work before it.
public struct DropHandled: Middleware {
    private let events: any HandledEvents

    public init(events: any HandledEvents) { self.events = events }

    public func handle(_ delivery: Delivery, next: Handler) async -> Outcome {
        // A foreign message without an id cannot be remembered; the decoder gives it up.
        guard !delivery.message.id.isEmpty else { return await next(delivery) }
        do {
            if delivery.mayHaveHistory, try await events.contains(delivery.message) { return .done }
            let receipt = HandlingReceipt(event: delivery.message.id)
            let outcome = await HandlingReceipt.$current.withValue(receipt) { await next(delivery) }
            if outcome == .done, !receipt.isRecorded { try await events.insert(delivery.message) }
            return outcome
        } catch {
            return .wait(Self.storeAway, reason: "what was handled could not be looked up: is the database up?")
        }
    }

    private static let storeAway = Duration.seconds(5)
}
