public import Metrics

/// Counts outcomes and times handlers: `switchboard_messages_total`, `switchboard_handler_duration_seconds`.
public struct CountDeliveries: Middleware {
    private let factory: any MetricsFactory

    public init(factory: any MetricsFactory = MetricsSystem.factory) { self.factory = factory }

    public func handle(_ delivery: Delivery, next: Handler) async -> Outcome {
        let start = ContinuousClock.now
        let outcome = await next(delivery)
        let event = ("event", delivery.message.routingKey)
        Metrics.Timer(label: "switchboard_handler_duration_seconds", dimensions: [event], factory: factory)
            .record(duration: ContinuousClock.now - start)
        Counter(
            label: "switchboard_messages_total", dimensions: [event, ("result", outcome.label)], factory: factory
        ).increment()
        return outcome
    }
}

extension Outcome {
    fileprivate var label: String {
        switch self {
        case .done: "done"
        case .retry: "retried"
        case .wait: "waiting"
        case .giveUp: "dead"
        }
    }
}
