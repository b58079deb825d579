/// How a queue is declared.
public struct AMQPQueueOptions: OptionSet, Sendable, Hashable {
    public let rawValue: UInt8

    public init(rawValue: UInt8) { self.rawValue = rawValue }

    /// The queue outlives a restart of the broker. Quorum queues must be durable.
    public static let durable = AMQPQueueOptions(rawValue: 1)
    /// Only this connection may use it, and it is deleted with the connection.
    public static let exclusive = AMQPQueueOptions(rawValue: 2)
    /// It is deleted with its last consumer.
    public static let autoDelete = AMQPQueueOptions(rawValue: 4)
}

/// What the broker says about a queue.
public struct AMQPQueueStatus: Sendable, Hashable {
    /// Its name; the one that the broker chose, when it was declared with an empty one.
    public let name: String
    /// Messages that are ready to be delivered.
    public let messageCount: Int
    public let consumerCount: Int
}
