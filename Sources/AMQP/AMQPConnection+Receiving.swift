import CRabbitMQ

/// What the broker sends, by kind.
extension AMQPConnection {
    func dispatch(_ frame: amqp_frame_t, _ handle: BrokerHandle) throws(AMQPError) {
        switch Int32(frame.frame_type) {
        case AMQP_FRAME_METHOD where frame.channel == 0:
            try connectionMethod(frame.payload.method, handle)
        case AMQP_FRAME_METHOD:
            try channelMethod(frame.payload.method, on: frame.channel, handle)
        case AMQP_FRAME_HEADER, AMQP_FRAME_BODY:
            try content(frame, handle)
        default:
            break
        }
    }

    private func connectionMethod(_ method: amqp_method_t, _ handle: BrokerHandle) throws(AMQPError) {
        switch method.id {
        case AMQP_CONNECTION_BLOCKED_METHOD:
            blockedReason = String(copying: method.decoded.load(as: amqp_connection_blocked_t.self).reason)
        case AMQP_CONNECTION_UNBLOCKED_METHOD:
            blockedReason = nil
        case AMQP_CONNECTION_CLOSE_METHOD:
            let close = method.decoded.load(as: amqp_connection_close_t.self)
            let cause = AMQPError.closedByBroker(
                "the connection", code: Int(close.reply_code), text: String(copying: close.reply_text))
            // The broker waits for this before it closes the socket; that it is lost changes nothing.
            try? handle.confirmClose()
            throw cause
        case AMQP_CONNECTION_CLOSE_OK_METHOD:
            ended(nil)
        default:
            throw Self.unexpected(method.id)
        }
    }

    private func channelMethod(
        _ method: amqp_method_t, on number: UInt16, _ handle: BrokerHandle
    ) throws(AMQPError) {
        // Frames that crossed our closing of a channel have no meaning any more.
        guard let channel = channels[number] else { return }
        switch method.id {
        case AMQP_BASIC_ACK_METHOD:
            let ack = method.decoded.load(as: amqp_basic_ack_t.self)
            ledger.acknowledge(ack.delivery_tag, multiple: ack.multiple != 0)
        case AMQP_BASIC_NACK_METHOD:
            let nack = method.decoded.load(as: amqp_basic_nack_t.self)
            ledger.refuse(nack.delivery_tag, multiple: nack.multiple != 0)
        case AMQP_BASIC_DELIVER_METHOD:
            let deliver = method.decoded.load(as: amqp_basic_deliver_t.self)
            channel.content = IncomingContent(
                head: .delivery(
                    tag: deliver.delivery_tag, redelivered: deliver.redelivered != 0,
                    exchange: String(copying: deliver.exchange), routingKey: String(copying: deliver.routing_key)))
        case AMQP_BASIC_RETURN_METHOD:
            let returned = method.decoded.load(as: amqp_basic_return_t.self)
            channel.content = IncomingContent(
                head: .returned(
                    code: Int(returned.reply_code), text: String(copying: returned.reply_text),
                    exchange: String(copying: returned.exchange), routingKey: String(copying: returned.routing_key)))
        case AMQP_BASIC_CANCEL_METHOD:
            consumerCancelled(channel)
        case AMQP_CHANNEL_CLOSE_METHOD:
            let close = method.decoded.load(as: amqp_channel_close_t.self)
            let cause = AMQPError.closedByBroker(
                "the channel", code: Int(close.reply_code), text: String(copying: close.reply_text))
            try handle.confirmChannelClose(number)
            channelClosed(channel, cause)
        default:
            try replied(method, on: channel)
        }
    }

    private func replied(_ method: amqp_method_t, on channel: Channel) throws(AMQPError) {
        guard let call = channel.complete(method.id) else { throw Self.unexpected(method.id) }
        call.caller?.resume(returning: .success(ChannelReply(copying: method)))
        if case .closeChannel = call.request {
            forget(channel, .consumerGone)
        } else {
            advance(channel)
        }
    }

    /// The broker has closed a channel: what was under way on it has failed.
    private func channelClosed(_ channel: Channel, _ cause: AMQPError) {
        for caller in channel.closedByBroker() { caller.resume(returning: .failure(cause)) }
        switch channel.role {
        case .topology:
            advance(channel)
        case .publisher:
            ledger.channelClosed(cause)
        case .consumer(let deliveries):
            deliveries.fail(cause)
            if channel.isIdle { forget(channel, cause) }
        }
    }

    /// Takes a channel that is closed out of use, and answers who still waits on it.
    private func forget(_ channel: Channel, _ cause: AMQPError) {
        channels[channel.number] = nil
        for caller in channel.removeAllCallers() { caller.resume(returning: .failure(cause)) }
    }

    // MARK: Content

    private func content(_ frame: amqp_frame_t, _ handle: BrokerHandle) throws(AMQPError) {
        guard let channel = channels[frame.channel] else { return }
        let isHeader = Int32(frame.frame_type) == AMQP_FRAME_HEADER
        let progress =
            isHeader
            ? channel.content?.begin(frame, limit: configuration.maximumBodySize)
            : channel.content?.append(frame)
        switch progress {
        case .incomplete:
            break
        case .complete:
            if let content = channel.content.take() { try arrived(content, on: channel, handle) }
        case .impossible(let size):
            throw AMQPError(
                .tooLarge,
                "A message of \(size) bytes came, which is more than RabbitMQ takes, so the connection was given up: "
                    + "check what listens at that address.")
        case .unexpected, nil:
            throw AMQPError(.protocolViolation, "RabbitMQ sent a piece of a message out of order: connect again.")
        }
    }

    private func arrived(
        _ content: IncomingContent, on channel: Channel, _ handle: BrokerHandle
    ) throws(AMQPError) {
        let properties = content.properties ?? AMQPProperties()
        switch content.head {
        case .delivery(let tag, let redelivered, let exchange, let routingKey):
            let delivery = AMQPDelivery(
                deliveryTag: tag, redelivered: redelivered, exchange: exchange, routingKey: routingKey,
                properties: properties, body: content.body, omittedBytes: content.omitted)
            try deliver(delivery, on: channel)
        case .returned(let code, let text, let exchange, let routingKey):
            ledger.noteReturn(
                messageID: properties.messageID ?? "",
                AMQPError(
                    .unroutable,
                    "The message reached no queue: the exchange '\(exchange)' has none bound for the routing key "
                        + "'\(routingKey)'. Declare the queue and bind it, or correct the names.",
                    brokerCode: code, brokerText: text))
        }
    }

    private static func unexpected(_ method: amqp_method_number_t) -> AMQPError {
        AMQPError(
            .protocolViolation,
            "RabbitMQ sent something that nothing waits for (method \(method >> 16).\(method & 0xFFFF)): connect again."
        )
    }
}
