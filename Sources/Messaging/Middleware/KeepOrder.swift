/// The sequence gate: a message is handled only when nothing earlier of its conversation that concerns this service is
/// open, retries included. It costs no attempt to wait. One without a sequence belongs to no order; what became of it is
/// remembered all the same.
public struct KeepOrder: Middleware {
    private let gate: any OrderGate

    public init(gate: any OrderGate) { self.gate = gate }

    public func handle(_ delivery: Delivery, next: Handler) async -> Outcome {
        let message = delivery.message
        // A foreign message without an id cannot be remembered; the decoder gives it up.
        guard !message.id.isEmpty else { return await next(delivery) }
        do {
            if message.sequence != nil, case .behind(let first) = try await gate.admit(message) {
                return .wait(
                    Self.pause(afterDeferrals: delivery.deferrals),
                    reason: "the earlier event \(first) of the conversation is not settled yet")
            }
            let outcome = await next(delivery)
            switch outcome {
            // Before the broker hears of it: a crash in between delivers it again, which changes nothing.
            case .retry(let delay, _), .wait(let delay, _): try await gate.putOff(message, for: delay)
            case .giveUp(let reason): try await gate.leaveGap(message, reason: reason)
            case .done: break
            }
            return outcome
        } catch {
            return .wait(
                Self.storeAway, reason: "the order of the conversation could not be checked: is the database up?")
        }
    }

    private static let storeAway = Duration.seconds(5)

    /// What was only reordered is settled in a moment; what is being retried may take hours.
    static func pause(afterDeferrals count: Int) -> Duration {
        switch count {
        case ..<10: .seconds(1)
        case ..<30: .seconds(5)
        default: .seconds(30)
        }
    }
}
