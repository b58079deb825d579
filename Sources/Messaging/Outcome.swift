/// What becomes of a delivery.
public enum Outcome: Sendable, Equatable {
    /// It is handled and never comes again.
    case done
    /// It comes again, as the next attempt, after about this long; brokers round up to a delay level.
    case retry(after: Duration, reason: String)
    /// It comes again after about this long as the same attempt: something it depends on has to happen first.
    case wait(Duration, reason: String)
    /// It goes to the service's dead letters with the reason, for a person to look at.
    case giveUp(reason: String)
}
