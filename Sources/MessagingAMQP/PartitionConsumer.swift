import AMQP
import Logging
import Messaging
import Shared

/// Consumes one partition: gives each delivery to its conversation's lane, and settles it by its outcome.
struct PartitionConsumer: Sendable {
    let connection: AMQPConnection
    let publisher: BrokerPublisher
    let names: TopologyNames
    let service: ServiceName
    let queue: String
    let handler: Handler
    let logger: Logger

    func start(prefetch: Int) async throws -> AMQPConsumer {
        try await connection.consume(queue: queue, prefetch: prefetch)
    }

    /// Runs until the task is cancelled, then takes nothing new and lets the handlers under way finish.
    func run(_ deliveries: AMQPConsumer) async throws {
        let lanes = DeliveryLanes<AMQPDelivery> { await settle($0, on: deliveries) }
        // Cancelling stops the flow at the broker; what was delivered before is still handled and settled.
        try await withTaskCancellationHandler {
            do {
                for try await delivery in deliveries {
                    lanes.enqueue(delivery.properties.correlationID ?? "", delivery)
                }
            } catch {
                await lanes.drain()
                throw error
            }
            await lanes.drain()
        } onCancel: {
            Task { await deliveries.cancel() }
        }
    }

    private func settle(_ delivery: AMQPDelivery, on consumer: AMQPConsumer) async {
        guard delivery.omittedBytes == 0 else { return refuse(delivery, on: consumer) }
        let headers = delivery.properties.headers
        let message = Message(delivery)
        let attempt = max(1, headers.count(BrokerHeaders.attempt, or: 1))
        let deferrals = headers.count(BrokerHeaders.deferrals, or: 0)
        let outcome = await handler(
            Delivery(
                message: message, attempt: attempt, deferrals: deferrals, isRedelivered: delivery.redelivered,
                queue: queue))
        do {
            switch outcome {
            case .done: break
            case .retry(let delay, let reason):
                try await putOff(
                    message, headers, by: delay, reason: reason, attempt: attempt + 1, deferrals: deferrals)
            case .wait(let delay, let reason):
                try await putOff(
                    message, headers, by: delay, reason: reason, attempt: attempt, deferrals: deferrals + 1)
            case .giveUp(let reason):
                try await bury(message, headers, reason: reason, attempt: attempt)
            }
            FailPoint.reach(.commitBeforeAck)
            try consumer.ack(delivery.deliveryTag)
            FailPoint.reach(.ackAfter)
        } catch {
            // The broker gives it out again when the connection ends; the inbox knows what was done.
            logger.warning(
                "a delivery could not be settled",
                metadata: ["event_id": "\(message.id)", "queue": "\(queue)", "reason": "\(error)"])
            // What can never be published would come back for ever: the broker puts it aside as it is.
            let isHopeless = (error as? PublishError)?.code == .invalid
            try? consumer.reject(delivery.deliveryTag, requeue: !isHopeless)
        }
    }

    /// A body that does not fit the memory it may take is moved to the dead letters by the broker itself, which has it.
    /// Its headers then tell only where from ("x-first-death-reason": rejected).
    private func refuse(_ delivery: AMQPDelivery, on consumer: AMQPConsumer) {
        logger.warning(
            "a message is too large to be handled",
            metadata: ["queue": "\(queue)", "bytes": "\(delivery.omittedBytes)"])
        try? consumer.reject(delivery.deliveryTag, requeue: false)
    }

    private func putOff(
        _ message: Message, _ headers: [String: AMQPValue], by delay: Duration, reason: String, attempt: Int,
        deferrals: Int
    ) async throws {
        let level = DelayLevel.seconds(for: delay)
        var extra: [String: AMQPValue] = [
            BrokerHeaders.attempt: .int64(Int64(attempt)), BrokerHeaders.deferrals: .int64(Int64(deferrals)),
            BrokerHeaders.lastError: .string(WireText.cut(reason, to: BrokerHeaders.maximumReasonLength)),
        ]
        extra[BrokerHeaders.firstFailedAt] = .string(
            headers.shortText(BrokerHeaders.firstFailedAt) ?? "\(Timestamp.now)")
        try await publisher.publish(
            exchange: names.delay(seconds: level), routingKey: queue, properties: message.properties(headers: extra),
            body: message.body)
    }

    private func bury(
        _ message: Message, _ headers: [String: AMQPValue], reason: String, attempt: Int
    ) async throws {
        var extra: [String: AMQPValue] = [
            BrokerHeaders.attempt: .int64(Int64(attempt)), BrokerHeaders.deadQueue: .string(queue),
            BrokerHeaders.deadHandler: .string(service.rawValue),
            BrokerHeaders.deadReason: .string(WireText.cut(reason, to: BrokerHeaders.maximumReasonLength)),
        ]
        extra[BrokerHeaders.firstFailedAt] = .string(
            headers.shortText(BrokerHeaders.firstFailedAt) ?? "\(Timestamp.now)")
        try await publisher.publish(
            exchange: "", routingKey: names.dead(of: service), properties: message.properties(headers: extra),
            body: message.body)
    }
}
