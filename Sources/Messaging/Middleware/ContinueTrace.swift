public import Logging
public import Shared

/// Makes the ids that trace an event part of everything that is logged while it is handled.
public struct ContinueTrace: Middleware {
    /// The delivery that the current task handles.
    @TaskLocal public static var current: TracedDelivery?

    public init() {}

    public func handle(_ delivery: Delivery, next: Handler) async -> Outcome {
        let message = delivery.message
        // What cannot be read begins a new trace, as the specification asks.
        let traced = TracedDelivery(
            event: message.id, conversation: message.conversation,
            trace: TraceParent(message.traceparent)?.child() ?? .start())
        return await Self.$current.withValue(traced) { await next(delivery) }
    }

    /// For a log handler: the ids of the delivery that is being handled, nothing outside of one.
    public static let metadata = Logger.MetadataProvider {
        guard let current else { return [:] }
        return [
            "event_id": "\(current.event)", "correlation_id": "\(current.conversation)",
            "traceparent": "\(current.trace)",
        ]
    }
}

/// The ids that trace a delivery.
public struct TracedDelivery: Sendable, Equatable {
    public var event: String
    public var conversation: String
    /// This step of the event's trace.
    public var trace: TraceParent
}
