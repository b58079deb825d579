/// The messages of a queue, as a sequence.
///
/// - At most ``prefetch`` deliveries are unsettled at a time; the broker waits with the next until one is settled.
/// - Each delivery must be settled once, by ``ack(_:multiple:)`` or ``nack(_:multiple:requeue:)``. One that never is
///   goes back to the queue when the consumer ends.
/// - The sequence ends normally after ``cancel()`` or ``AMQPConnection/close()``, and when the iterating task is
///   cancelled. It throws `consumerCancelled` when the broker ended the consumer, and otherwise the error that the
///   channel or the connection died of. A new consumer is then needed; old delivery tags are void.
/// - Several tasks may iterate; each delivery goes to one of them.
///
/// A consumer that is no longer wanted must be cancelled: letting go of it does not end it.
public final class AMQPConsumer: AsyncSequence, Sendable {
    public typealias Element = AMQPDelivery
    public typealias Failure = AMQPError

    public struct AsyncIterator: AsyncIteratorProtocol {
        fileprivate let deliveries: DeliveryBuffer

        public mutating func next() async throws(AMQPError) -> AMQPDelivery? {
            try await deliveries.next(isolation: nil)
        }

        public mutating func next(
            isolation actor: isolated (any Actor)?
        ) async throws(AMQPError) -> AMQPDelivery? {
            try await deliveries.next(isolation: actor)
        }
    }

    /// The queue.
    public let queue: String
    /// What the broker knows this consumer by, on its connection.
    public let tag: String
    /// How many deliveries may be unsettled.
    public var prefetch: Int { deliveries.limit }

    let deliveries: DeliveryBuffer
    private let connection: AMQPConnection

    init(queue: String, tag: String, deliveries: DeliveryBuffer, connection: AMQPConnection) {
        self.queue = queue
        self.tag = tag
        self.deliveries = deliveries
        self.connection = connection
    }

    public func makeAsyncIterator() -> AsyncIterator {
        AsyncIterator(deliveries: deliveries)
    }

    /// Tells the broker that the delivery is done with, and may be forgotten.
    ///
    /// It returns before the broker knows: if the connection dies now, the message comes again.
    ///
    /// - Parameter multiple: all deliveries up to this one.
    /// - Throws: `closed` when the consumer has ended and the message is back in the queue; `invalidArgument` for a tag
    ///   that does not wait to be settled.
    public func ack(_ deliveryTag: UInt64, multiple: Bool = false) throws(AMQPError) {
        try settle(deliveryTag, multiple: multiple, .ack)
    }

    /// Gives the delivery back: to the queue, or else to its dead letter exchange, and to nowhere if it has none.
    ///
    /// - Parameters:
    ///   - multiple: all deliveries up to this one.
    ///   - requeue: whether the queue gets it back.
    /// - Throws: as ``ack(_:multiple:)``.
    public func nack(_ deliveryTag: UInt64, multiple: Bool = false, requeue: Bool) throws(AMQPError) {
        try settle(deliveryTag, multiple: multiple, .nack(requeue: requeue))
    }

    /// Gives one delivery back; see ``nack(_:multiple:requeue:)``.
    public func reject(_ deliveryTag: UInt64, requeue: Bool) throws(AMQPError) {
        try settle(deliveryTag, multiple: false, .nack(requeue: requeue))
    }

    /// Takes no more deliveries: the sequence ends, and what it has not handed out goes back to the queue. What it has
    /// handed out can still be settled, for as long as the connection lives. It does nothing to one that has ended.
    public func cancel() async {
        await connection.cancel(self)
    }

    private func settle(
        _ tag: UInt64, multiple: Bool, _ verdict: Settlement.Verdict
    ) throws(AMQPError) {
        try deliveries.settle(tag, multiple: multiple)
        connection.submit(
            Settlement(deliveries: deliveries, deliveryTag: tag, multiple: multiple, verdict: verdict))
    }
}
