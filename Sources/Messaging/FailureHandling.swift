public import Shared

/// An error that knows whether trying again makes sense.
public protocol RetryAdvice: Error {
    var isRetriable: Bool { get }
    /// What the peer asked for, such as a Retry-After.
    var retryAfter: Duration? { get }
    /// For dead letters and logs; safe to show.
    var reason: String { get }
}

/// Thrown by a handler that cannot go on until something else has happened; costs no attempt.
public struct NotYet: Error {
    public let delay: Duration
    public let reason: String

    public init(delay: Duration, reason: String) {
        self.delay = delay
        self.reason = reason
    }
}

/// Turns what a handler threw into an outcome, by the suite's one failure policy.
public struct FailureHandling: Sendable {
    private let policy: FailurePolicy

    public init(policy: FailurePolicy = FailurePolicy()) { self.policy = policy }

    /// An error that says nothing about itself counts as retriable: giving up loses more than trying again.
    public func outcome(of error: any Error, handling delivery: Delivery) -> Outcome {
        if let error = error as? NotYet { return .wait(error.delay, reason: error.reason) }
        if error is CancellationError { return .wait(.seconds(1), reason: "the service is shutting down") }
        let advice = error as? any RetryAdvice
        let reason = advice?.reason ?? "\(type(of: error))"
        let failure: FailurePolicy.Failure =
            advice?.isRetriable ?? true ? .retriable(reason, after: advice?.retryAfter) : .final(reason)
        let occasion = FailurePolicy.Occasion(
            event: delivery.message.id, handler: delivery.message.routingKey, queue: delivery.queue,
            attempt: delivery.attempt)
        var jitter = SystemRandomNumberGenerator()
        switch policy.decide(failure, at: occasion, using: &jitter) {
        case .retry(let delay): return .retry(after: delay, reason: reason)
        case .deadLetter(let letter): return .giveUp(reason: "\(letter.cause.rawValue): \(letter.reason)")
        }
    }
}
