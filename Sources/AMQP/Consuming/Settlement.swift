/// What a consumer decided about one delivery, or about all up to a number.
struct Settlement: Sendable {
    enum Verdict: Sendable {
        case ack
        case nack(requeue: Bool)
    }

    /// The consumer's deliveries. Its identity tells whether a channel number still means the same consumer.
    let deliveries: DeliveryBuffer
    let deliveryTag: UInt64
    let multiple: Bool
    let verdict: Verdict
}
