/// A message as the broker handed it to a consumer. It stays the broker's until it is settled through the consumer.
public struct AMQPDelivery: Sendable {
    /// The delivery's number on its consumer's channel, for ``AMQPConsumer/ack(_:multiple:)`` and the like. It means
    /// nothing to another consumer, nor after this one has ended.
    public let deliveryTag: UInt64
    /// Whether the broker may have delivered it before.
    public let redelivered: Bool
    /// Where it was published to.
    public let exchange: String
    public let routingKey: String
    public let properties: AMQPProperties
    public let body: [UInt8]
    /// The size of a body that is larger than the configuration's `maximumBodySize`, and was left out; 0 otherwise.
    public internal(set) var omittedBytes = 0
}
