public import Logging

/// Tells every outcome that is not simply done, once, with the ids that trace the event.
public struct LogDeliveries: Middleware {
    private let logger: Logger

    public init(logger: Logger) { self.logger = logger }

    public func handle(_ delivery: Delivery, next: Handler) async -> Outcome {
        let outcome = await next(delivery)
        var metadata: Logger.Metadata {
            [
                "event_id": "\(delivery.message.id)", "event_type": "\(delivery.message.type)",
                "correlation_id": "\(delivery.message.conversation)", "attempt": "\(delivery.attempt)",
                "queue": "\(delivery.queue)", "traceparent": "\(delivery.message.traceparent)",
            ]
        }
        switch outcome {
        case .done:
            logger.debug("event handled", metadata: metadata)
        case .retry(let delay, let reason):
            logger.warning(
                "event will be retried",
                metadata: metadata.merging(["reason": "\(reason)", "delay": "\(delay)"]) { $1 })
        case .wait(let delay, let reason):
            logger.info(
                "event waits", metadata: metadata.merging(["reason": "\(reason)", "delay": "\(delay)"]) { $1 })
        case .giveUp(let reason):
            logger.error("event dead-lettered", metadata: metadata.merging(["reason": "\(reason)"]) { $1 })
        }
        return outcome
    }
}
