import PollThread

extension AMQPConnection {
    /// The first channel for consumers; those before belong to the connection itself.
    private static let firstConsumerChannel: UInt16 = 3

    /// Begins to consume a queue, on a channel of the consumer's own.
    ///
    /// - Parameters:
    ///   - prefetch: how many deliveries may be unsettled, 1 to 65535. It bounds the consumer's memory, and with an
    ///     "x-delivery-limit" also how soon messages that were never handled are taken for poison: keep it small.
    ///   - consumerTag: unique on this connection; nil for one that is made up.
    ///   - arguments: such as "x-priority".
    /// - Throws: `notFound`, `accessRefused`, `resourceLocked` and other reasons of the broker; `busy` when there is no
    ///   channel left.
    public func consume(
        queue: String, prefetch: Int, consumerTag: String? = nil, arguments: [String: AMQPValue] = [:]
    ) async throws(AMQPError) -> AMQPConsumer {
        guard (1...65535).contains(prefetch) else {
            throw AMQPError(.invalidArgument, "The prefetch count is \(prefetch): use 1 to 65535.")
        }
        if case .ended(let cause) = phase { throw cause ?? .closedHere }
        let numbers = Self.firstConsumerChannel...max(handle?.maximumChannel ?? 2047, Self.firstConsumerChannel)
        guard let number = numbers.first(where: { channels[$0] == nil }) else {
            throw AMQPError(
                .busy,
                "All \(numbers.count) channels for consumers are in use: cancel some, or open another connection.")
        }
        let tag = consumerTag ?? "\(messageIDPrefix)-c\(number)"
        let request = ChannelRequest.consume(queue: queue, tag: tag, arguments: arguments)
        try request.check()
        let deliveries = DeliveryBuffer(channel: number, limit: prefetch)
        let channel = Channel(number: number, role: .consumer(deliveries))
        channels[number] = channel
        channel.add(Channel.Call(request: .setPrefetch(prefetch), caller: nil))
        _ = try await call(request, on: channel)
        return AMQPConsumer(queue: queue, tag: tag, deliveries: deliveries, connection: self)
    }

    /// See ``AMQPConsumer/cancel()``.
    func cancel(_ consumer: AMQPConsumer) async {
        guard let channel = channel(of: consumer.deliveries), !channel.isCancelling, !channel.isClosing else { return }
        channel.isCancelling = true
        channel.unwanted += consumer.deliveries.finish()
        // What this fails with has also ended the consumer, so there is nothing left to cancel.
        guard (try? await call(.cancel(tag: consumer.tag), on: channel)) != nil else { return }
        // Only now: as long as it consumes, the broker would deliver to it again what it gives back.
        giveBackUnwanted(channel)
        closeIfDrained(channel)
    }

    nonisolated func submit(_ settlement: Settlement) {
        if outbox.add(settlement) { thread.wake() }
    }

    /// Tells the broker the verdicts of one turn; acknowledgements of a consumer go out together.
    func settle(_ settlements: [Settlement], _ handle: BrokerHandle) throws(AMQPError) {
        // One that stands for several is sent in its place among the others: each may be settled once.
        let mayGather = !settlements.contains(where: \.multiple)
        var gathering: [Channel] = []
        for settlement in settlements {
            // The channel may have ended since; the broker has the message again.
            guard let channel = channel(of: settlement.deliveries), channel.isOpen else {
                settlement.deliveries.sent(1)
                continue
            }
            guard mayGather, case .ack = settlement.verdict else {
                try send(settlement, on: channel, handle)
                settlement.deliveries.sent(1)
                closeIfDrained(channel)
                continue
            }
            if channel.acknowledged.isEmpty { gathering.append(channel) }
            channel.acknowledged.append(settlement.deliveryTag)
        }
        for channel in gathering { try acknowledge(channel, handle) }
    }

    private func acknowledge(_ channel: Channel, _ handle: BrokerHandle) throws(AMQPError) {
        guard case .consumer(let deliveries) = channel.role else { return }
        let tags = channel.acknowledged
        channel.acknowledged.removeAll(keepingCapacity: true)
        let (upTo, single) = channel.open.acknowledge(tags)
        if let upTo { try handle.acknowledge(upTo, multiple: true, on: channel.number) }
        for tag in single { try handle.acknowledge(tag, multiple: false, on: channel.number) }
        deliveries.sent(tags.count)
        closeIfDrained(channel)
    }

    private func send(_ settlement: Settlement, on channel: Channel, _ handle: BrokerHandle) throws(AMQPError) {
        channel.open.settled(settlement.deliveryTag, multiple: settlement.multiple)
        try handle.settle(settlement, on: channel.number)
    }

    func deliver(_ delivery: AMQPDelivery, on channel: Channel) throws(AMQPError) {
        guard case .consumer(let deliveries) = channel.role else { return }
        channel.open.delivered(delivery.deliveryTag)
        switch deliveries.accept(delivery) {
        case .accepted:
            break
        case .ended:
            channel.unwanted.append(delivery.deliveryTag)
        case .overLimit:
            throw AMQPError(
                .protocolViolation,
                "RabbitMQ delivered more messages than the prefetch count \(deliveries.limit) allows: connect again.")
        }
    }

    /// The broker has ended a consumer.
    func consumerCancelled(_ channel: Channel) {
        guard case .consumer(let deliveries) = channel.role else { return }
        deliveries.fail(
            AMQPError(
                .consumerCancelled,
                "RabbitMQ ended the consumer: its queue was deleted or lost its leader. Declare the queue, and consume "
                    + "again."))
        closeIfDrained(channel)
    }

    /// Gives back what came for a consumer that takes no more.
    private func giveBackUnwanted(_ channel: Channel) {
        guard let handle, case .consumer(let deliveries) = channel.role, channel.isOpen else { return }
        do throws(AMQPError) {
            for tag in channel.unwanted {
                try send(
                    Settlement(
                        deliveries: deliveries, deliveryTag: tag, multiple: false, verdict: .nack(requeue: true)),
                    on: channel, handle)
            }
            channel.unwanted = []
        } catch {
            ended(error)
        }
    }

    /// Closes the channel of a consumer that has ended, when its last delivery is settled.
    private func closeIfDrained(_ channel: Channel) {
        guard case .consumer(let deliveries) = channel.role, channel.isOpen, channel.isIdle, deliveries.isDrained
        else { return }
        channel.add(Channel.Call(request: .closeChannel, caller: nil))
        advance(channel)
    }

    private func channel(of deliveries: DeliveryBuffer) -> Channel? {
        guard let channel = channels[deliveries.channel], case .consumer(let own) = channel.role, own === deliveries
        else { return nil }
        return channel
    }
}
