public import Messaging
public import Shared

/// A broker, and what the scenarios need to see of it besides the contract.
public protocol BrokerUnderTest: Sendable {
    var publisher: any Publisher { get }
    /// The least time for which it can put a message off.
    var shortestDelay: Duration { get }
    /// Makes the service's queues, so that whatever is published from now on reaches them.
    func declare(_ subscription: Subscription) async throws
    /// One more instance of a service.
    func makeSubscriber() async throws -> any Subscriber
    /// Waits for so many dead letters of the service, and takes out all that are there then.
    func takeDeadLetters(of service: ServiceName, atLeast count: Int) async throws -> [LetterSeen]
    /// Waits for so many messages that no service wants, and takes out all that are there then.
    func takeUnrouted(atLeast count: Int) async throws -> [LetterSeen]
    /// How many messages lie in the subscription's queues and are in nobody's hands.
    func waitingCount(of subscription: Subscription) async throws -> Int
}

/// One that can be closed while others publish to it.
public protocol ClosableBroker: BrokerUnderTest {
    func closePublisher() async
}

/// One whose consumers can die with messages in their hands.
public protocol CrashableBroker: BrokerUnderTest {
    /// An instance of a service, and what tears its connection without a word.
    func makeFragileSubscriber() async throws -> (subscriber: any Subscriber, tear: @Sendable () -> Void)
}

/// What a person finds who looks at a message that was put aside.
public struct LetterSeen: Sendable, Equatable {
    public var id: String
    public var body: [UInt8]
    public var reason: String?
    public var handler: String?
    public var queue: String?
    public var attempt: Int?

    public init(
        id: String, body: [UInt8], reason: String? = nil, handler: String? = nil, queue: String? = nil,
        attempt: Int? = nil
    ) {
        self.id = id
        self.body = body
        self.reason = reason
        self.handler = handler
        self.queue = queue
        self.attempt = attempt
    }
}
