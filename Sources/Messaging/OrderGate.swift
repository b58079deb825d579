/// Knows what a service still has to settle of a conversation before it may handle a message.
///
/// One instance serves one service. What it knows outlives the process: it is about events, not about deliveries, so it
/// holds whatever order a broker delivers in, across crashes and changes of the number of partitions.
public protocol OrderGate: Sendable {
    /// Whether it is the message's turn: nothing earlier of its conversation that concerns this service is open.
    func admit(_ message: Message) async throws -> OrderVerdict

    /// Remembers that the message comes again by itself within about this time, so that nobody looks for it meanwhile.
    /// Repeating it changes nothing.
    func putOff(_ message: Message, for delay: Duration) async throws

    /// Lets those behind a message go on that was given up, and records the gap with its reason: nobody looks for it.
    func leaveGap(_ message: Message, reason: String) async throws
}

/// Whether it is a message's turn.
public enum OrderVerdict: Sendable, Equatable {
    case turn
    /// The event with this id comes first.
    case behind(String)
}
