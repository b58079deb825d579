import CRabbitMQ

/// A request on a channel that the broker answers.
enum ChannelRequest: Sendable {
    case openChannel
    case closeChannel
    case selectConfirms
    case setPrefetch(Int)
    case consume(queue: String, tag: String, arguments: [String: AMQPValue])
    case cancel(tag: String)
    case declareExchange(name: String, type: String, durable: Bool, arguments: [String: AMQPValue])
    case deleteExchange(name: String)
    case bindExchange(destination: String, source: String, routingKey: String, arguments: [String: AMQPValue])
    case declareQueue(name: String, options: AMQPQueueOptions, arguments: [String: AMQPValue])
    case lookUpQueue(name: String)
    case bindQueue(name: String, exchange: String, routingKey: String, arguments: [String: AMQPValue])
    case unbindQueue(name: String, exchange: String, routingKey: String)
    case deleteQueue(name: String)
    case purgeQueue(name: String)

    /// The method that answers it.
    var reply: amqp_method_number_t {
        switch self {
        case .openChannel: AMQP_CHANNEL_OPEN_OK_METHOD
        case .closeChannel: AMQP_CHANNEL_CLOSE_OK_METHOD
        case .selectConfirms: AMQP_CONFIRM_SELECT_OK_METHOD
        case .setPrefetch: AMQP_BASIC_QOS_OK_METHOD
        case .consume: AMQP_BASIC_CONSUME_OK_METHOD
        case .cancel: AMQP_BASIC_CANCEL_OK_METHOD
        case .declareExchange: AMQP_EXCHANGE_DECLARE_OK_METHOD
        case .deleteExchange: AMQP_EXCHANGE_DELETE_OK_METHOD
        case .bindExchange: AMQP_EXCHANGE_BIND_OK_METHOD
        case .declareQueue, .lookUpQueue: AMQP_QUEUE_DECLARE_OK_METHOD
        case .bindQueue: AMQP_QUEUE_BIND_OK_METHOD
        case .unbindQueue: AMQP_QUEUE_UNBIND_OK_METHOD
        case .deleteQueue: AMQP_QUEUE_DELETE_OK_METHOD
        case .purgeQueue: AMQP_QUEUE_PURGE_OK_METHOD
        }
    }

    /// Throws when a name or a table does not fit the wire.
    func check() throws(AMQPError) {
        switch self {
        case .openChannel, .closeChannel, .selectConfirms, .setPrefetch:
            break
        case .cancel(let tag):
            try WireSize.check(tag, "consumer tag")
        case .consume(let queue, let tag, let arguments):
            try WireSize.check(queue, "queue's name")
            try WireSize.check(tag, "consumer tag")
            try Self.check(arguments)
        case .declareExchange(let name, let type, _, let arguments):
            try WireSize.check(name, "exchange's name")
            try WireSize.check(type, "exchange's type")
            try Self.check(arguments)
        case .declareQueue(let name, _, let arguments):
            try WireSize.check(name, "queue's name")
            try Self.check(arguments)
        case .bindExchange(let destination, let source, let routingKey, let arguments):
            try WireSize.check(destination, "exchange's name")
            try WireSize.check(source, "exchange's name")
            try WireSize.check(routingKey, "routing key")
            try Self.check(arguments)
        case .bindQueue(let name, let exchange, let routingKey, let arguments):
            try WireSize.check(name, "queue's name")
            try WireSize.check(exchange, "exchange's name")
            try WireSize.check(routingKey, "routing key")
            try Self.check(arguments)
        case .unbindQueue(let name, let exchange, let routingKey):
            try WireSize.check(name, "queue's name")
            try WireSize.check(exchange, "exchange's name")
            try WireSize.check(routingKey, "routing key")
        case .deleteExchange(let name):
            try WireSize.check(name, "exchange's name")
        case .lookUpQueue(let name), .deleteQueue(let name), .purgeQueue(let name):
            try WireSize.check(name, "queue's name")
        }
    }

    private static func check(_ arguments: [String: AMQPValue]) throws(AMQPError) {
        guard try WireSize.table(arguments) <= AMQPProperties.maximumHeaderSize else {
            throw AMQPError(
                .invalidArgument,
                "The arguments take more than \(AMQPProperties.maximumHeaderSize) bytes: shorten them.")
        }
    }
}

/// What the broker answers.
enum ChannelReply: Sendable {
    case done
    case queue(AMQPQueueStatus)
    case count(Int)

    /// The messages that were deleted; none when the answer tells no number.
    var count: Int {
        if case .count(let count) = self { count } else { 0 }
    }

    /// What it says about the queue; nothing when it does not.
    func status(of queue: String) -> AMQPQueueStatus {
        if case .queue(let status) = self { return status }
        return AMQPQueueStatus(name: queue, messageCount: 0, consumerCount: 0)
    }

    /// Copies the answer out of the library's buffers.
    init(copying method: amqp_method_t) {
        switch method.id {
        case AMQP_QUEUE_DECLARE_OK_METHOD:
            let reply = method.decoded.load(as: amqp_queue_declare_ok_t.self)
            self = .queue(
                AMQPQueueStatus(
                    name: String(copying: reply.queue), messageCount: Int(reply.message_count),
                    consumerCount: Int(reply.consumer_count)))
        case AMQP_QUEUE_DELETE_OK_METHOD:
            self = .count(Int(method.decoded.load(as: amqp_queue_delete_ok_t.self).message_count))
        case AMQP_QUEUE_PURGE_OK_METHOD:
            self = .count(Int(method.decoded.load(as: amqp_queue_purge_ok_t.self).message_count))
        default:
            self = .done
        }
    }
}
