/// What becomes of a message whose handling failed. Pure: the one place where that is decided.
///
/// - What cannot be decoded, and what no repetition mends, is put aside at once.
/// - What may succeed later is retried while attempts are left, after ``RetryPolicy``'s wait.
/// - What has used up its attempts is put aside.
///
/// Putting aside means the service's dead letters, with everything a person needs to understand and replay it.
public struct FailurePolicy: Sendable, Equatable {
    /// What the handler's error says of itself.
    public enum Failure: Sendable, Equatable {
        case undecodable(String)
        case final(String)
        /// - Parameter after: what the peer asked for.
        case retriable(String, after: Duration? = nil)
    }

    /// Which handling of which message failed.
    public struct Occasion: Sendable, Equatable {
        public let event: String
        public let handler: String
        public let queue: String
        /// Counted by ourselves, from 1; the broker's own counter counts messages that were never handled.
        public let attempt: Int

        public init(event: String, handler: String, queue: String, attempt: Int) {
            self.event = event
            self.handler = handler
            self.queue = queue
            self.attempt = attempt
        }
    }

    public enum Decision: Sendable, Equatable {
        case retry(after: Duration)
        case deadLetter(DeadLetter)
    }

    /// What a dead letter says about itself. Safe to show.
    public struct DeadLetter: Sendable, Equatable {
        public let occasion: Occasion
        public let cause: Cause
        /// In words; never message text.
        public let reason: String

        public enum Cause: String, Sendable, CaseIterable {
            case undecodable
            case final
            case attemptsUsedUp = "attempts-used-up"
        }
    }

    public let retries: RetryPolicy

    public init(retries: RetryPolicy = .standard) { self.retries = retries }

    public func decide(
        _ failure: Failure, at occasion: Occasion, using jitter: inout some RandomNumberGenerator
    ) -> Decision {
        switch failure {
        case .undecodable(let reason):
            return .deadLetter(DeadLetter(occasion: occasion, cause: .undecodable, reason: reason))
        case .final(let reason):
            return .deadLetter(DeadLetter(occasion: occasion, cause: .final, reason: reason))
        case .retriable(let reason, let after):
            let delay = retries.delay(afterAttempt: occasion.attempt, retryAfter: after, using: &jitter)
            return delay.map { .retry(after: $0) }
                ?? .deadLetter(DeadLetter(occasion: occasion, cause: .attemptsUsedUp, reason: reason))
        }
    }
}
