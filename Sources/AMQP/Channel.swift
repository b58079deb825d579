import CRabbitMQ

/// A channel of a connection: its requests, one at a time in order, and the message that is arriving on it. It belongs
/// to the connection's actor.
final class Channel {
    typealias Caller = CheckedContinuation<Result<ChannelReply, AMQPError>, Never>

    enum Role {
        /// Declarations. An error of one closes the channel; it is opened again for the next.
        case topology
        /// Messages out, in confirm mode.
        case publisher
        /// One consumer. It ends with its channel.
        case consumer(DeliveryBuffer)
    }

    /// A request, and who waits for the answer; nobody does for the ones that only prepare another.
    struct Call {
        let request: ChannelRequest
        let caller: Caller?
    }

    let number: UInt16
    let role: Role
    private(set) var isOpen = false
    /// Whether the broker numbers the messages on it.
    private(set) var isConfirming = false
    private var queued = FIFO<Call>()
    private(set) var inFlight: Call?
    /// When the answer to the request in flight is overdue.
    private(set) var deadline: ContinuousClock.Instant?
    /// The message that is arriving.
    var content: IncomingContent?
    /// The consumer was told to take no more.
    var isCancelling = false
    /// Deliveries that came for a consumer that takes no more. Bounded by its prefetch count.
    var unwanted: [UInt64] = []
    /// What a consumer's broker waits for, and the acknowledgements that go out next.
    var open = OpenDeliveries()
    var acknowledged: [UInt64] = []

    init(number: UInt16, role: Role) {
        self.number = number
        self.role = role
    }

    var isIdle: Bool { inFlight == nil && queued.isEmpty }
    var queuedCount: Int { queued.count }

    func add(_ call: Call) {
        queued.append(call)
    }

    /// Takes the next request to send, if none is in flight. A channel that is not open is opened first.
    func begin(deadline: ContinuousClock.Instant) -> ChannelRequest? {
        guard inFlight == nil, !queued.isEmpty else { return nil }
        inFlight = isOpen ? queued.popFirst() : Call(request: .openChannel, caller: nil)
        self.deadline = deadline
        return inFlight?.request
    }

    /// Takes the answer to the request in flight. Nil when the method is not that answer.
    func complete(_ method: amqp_method_number_t) -> Call? {
        guard let call = inFlight, call.request.reply == method else { return nil }
        inFlight = nil
        deadline = nil
        switch call.request {
        case .openChannel: isOpen = true
        case .closeChannel: isOpen = false
        case .selectConfirms: isConfirming = true
        default: break
        }
        return call
    }

    /// Notes that the broker has closed the channel. Returns who must be told: the request in flight, and when the
    /// channel is not opened again the queued ones too.
    func closedByBroker() -> [Caller] {
        isOpen = false
        isConfirming = false
        content = nil
        var callers = [inFlight?.caller]
        // The broker still answers a request to close that crossed its own.
        if case .closeChannel = inFlight?.request { return [] }
        inFlight = nil
        deadline = nil
        if case .topology = role { return callers.compactMap(\.self) }
        callers += queued.removeAll().map(\.caller)
        return callers.compactMap(\.self)
    }

    /// Whether the broker has been asked to close it.
    var isClosing: Bool {
        if case .closeChannel = inFlight?.request { true } else { false }
    }

    /// Takes out everyone who waits.
    func removeAllCallers() -> [Caller] {
        let callers = [inFlight?.caller] + queued.removeAll().map(\.caller)
        inFlight = nil
        deadline = nil
        return callers.compactMap(\.self)
    }
}
