/// Keeps the order within a conversation when a message is retried: later ones are put off behind it.
public struct KeepOrder: Middleware {
    private let gate: any OrderGate
    private let pause: Duration

    /// - Parameter pause: how long a message waits before it asks again.
    public init(gate: any OrderGate, pause: Duration = .seconds(5)) {
        self.gate = gate
        self.pause = pause
    }

    public func handle(_ delivery: Delivery, next: Handler) async -> Outcome {
        let message = delivery.message
        guard message.sequence != nil else { return await next(delivery) }
        do {
            if try await gate.mustWait(message) {
                try await gate.park(message)
                return .wait(pause, reason: "an earlier message of the conversation is being retried")
            }
            let outcome = await next(delivery)
            switch outcome {
            // Parked before the broker hears of it: a crash in between delivers it again, which changes nothing.
            case .retry, .wait: try await gate.park(message)
            case .done, .giveUp: if delivery.mayHaveHistory { try await gate.release(message) }
            }
            return outcome
        } catch {
            return .wait(pause, reason: "the order of the conversation could not be checked: is the database up?")
        }
    }
}
