/// Whose turn it is to consume a service's queue: one instance's at a time, in the order they came in. Two at once
/// would handle two messages of one conversation side by side.
struct ConsumerLine {
    private var active: UInt64?
    private var standby: [(id: UInt64, continuation: CheckedContinuation<Bool, Never>)] = []

    /// Resumes with true when it is the instance's turn, with false when it has left before.
    mutating func join(_ id: UInt64, _ continuation: CheckedContinuation<Bool, Never>) {
        if active == nil {
            active = id
            continuation.resume(returning: true)
        } else {
            standby.append((id, continuation))
        }
    }

    /// Ends the instance's waiting for its turn; one whose turn it is keeps it.
    mutating func giveUp(_ id: UInt64) {
        guard let place = standby.firstIndex(where: { $0.id == id }) else { return }
        standby.remove(at: place).continuation.resume(returning: false)
    }

    /// Ends the instance's turn; the next one comes in.
    mutating func leave(_ id: UInt64) {
        guard active == id else { return }
        active = nil
        guard !standby.isEmpty else { return }
        let next = standby.removeFirst()
        active = next.id
        next.continuation.resume(returning: true)
    }
}
