/// What the scripted operator does with a draft it sees, and how long it thinks before.
struct OperatorScript: Sendable, Hashable {
    enum Mode: String, Sendable, CaseIterable {
        case approve
        case discard
        case edit
        /// Presses Approve two times at once.
        case twice
        case nothing
    }

    var mode: Mode = .approve
    /// The delay before the press is drawn evenly from here.
    var delay: ClosedRange<Duration> = .milliseconds(200)...(.milliseconds(900))
}

/// A peer that has a scripted operator (Discord).
protocol OperatedPeer: Peer {
    func setOperator(_ script: OperatorScript) async
}
