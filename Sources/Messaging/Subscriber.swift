public import Shared

/// Brings messages to a handler.
public protocol Subscriber: Sendable {
    /// Runs until the task is cancelled or the service shuts down; reconnects by itself, with back-off, for ever.
    ///
    /// - Each message is given to `handler` at least once, and again until an outcome was recorded by the broker.
    /// - Messages of one conversation are handled one after the other, in the order they arrived in; other
    ///   conversations go on meanwhile, up to ``Subscription/prefetch`` handlers at a time for each partition.
    /// - On shutdown no new message is taken; handlers under way may finish.
    ///
    /// Throws only what no retry can mend: a topology that differs from the declared one, or refused credentials.
    func subscribe(_ subscription: Subscription, handler: @escaping Handler) async throws
}

/// What a service wants to receive.
public struct Subscription: Sendable, Equatable {
    /// Names the queues. Instances with the same service compete; each message reaches one of them.
    public var service: ServiceName
    public var types: [EventName]
    /// How many conversations-by-hash partitions the service's queue has, 1 to 64.
    public var partitions: Int
    /// How many unacknowledged messages a partition may hold, 1 to 1000.
    public var prefetch: Int

    public init(service: ServiceName, types: [EventName], partitions: Int, prefetch: Int) {
        self.service = service
        self.types = types
        self.partitions = partitions
        self.prefetch = prefetch
    }
}

/// Handles one delivery. Never throws: whatever went wrong has become an ``Outcome`` before it reaches the broker.
public typealias Handler = @Sendable (Delivery) async -> Outcome
