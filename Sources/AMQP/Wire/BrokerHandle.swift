import CRabbitMQ

/// librabbitmq's connection, made, used and destroyed on one thread. Not Sendable, so an actor owns it.
///
/// Every error of the library leaves the connection unusable: the owner calls ``destroy()``. After that nothing is
/// received, and sending throws.
final class BrokerHandle {
    /// Nil once it is destroyed.
    private var state: amqp_connection_state_t?
    private let arena = Arena()
    /// The socket, for polling. It is the owner's own descriptor of it, so that it stays valid when the library has
    /// closed its one.
    let socket: Int32
    /// Seconds without a byte are counted in these, as agreed with the broker.
    let heartbeat: Duration
    /// The largest frame, in bytes.
    let maximumFrameSize: Int
    /// The largest channel number.
    let maximumChannel: UInt16
    /// TLS may hold input back that polling the socket does not show.
    private let isTLS: Bool

    init(state: amqp_connection_state_t, socket: Int32, isTLS: Bool, largestFrame: Int?) {
        self.state = state
        self.socket = socket
        self.isTLS = isTLS
        heartbeat = .seconds(Int(amqp_get_heartbeat(state)))
        maximumFrameSize = Int(amqp_get_frame_max(state))
        maximumChannel = UInt16(clamping: amqp_get_channel_max(state))
        if let largestFrame, largestFrame > maximumFrameSize {
            // Of this side alone: the broker goes on with what was agreed.
            amqp_tune_connection(
                state, amqp_get_channel_max(state), Int32(clamping: largestFrame), amqp_get_heartbeat(state))
        }
    }

    /// Frees what the library holds and closes its socket, without another word to the broker.
    func destroy() {
        if let state { amqp_destroy_connection(state) }
        state = nil
    }

    // MARK: Receiving

    /// The next frame that is there, nil when none is. It also sends a heartbeat when one is due, and finds out that
    /// the peer's are missing. The frame's pointers are valid until the next call of this object.
    func nextFrame() throws(AMQPError) -> amqp_frame_t? {
        guard let state else { return nil }
        var frame = amqp_frame_t()
        let status = crabbitmq_next_frame(state, &frame)
        if status == AMQP_STATUS_TIMEOUT.rawValue { return nil }
        try check(status)
        return frame
    }

    /// Whether another frame may be there that polling the socket does not show.
    var mayHoldFrames: Bool {
        state.map { isTLS || amqp_data_in_buffer($0) != 0 || amqp_frames_enqueued($0) != 0 } ?? false
    }

    /// Frees the memory of the frames that were handed out.
    func releaseFrames() {
        if let state { amqp_maybe_release_buffers(state) }
    }

    // MARK: Sending

    /// Sends a message. It may block when the socket's buffer is full, and without end when the peer is silent for two
    /// heartbeats: see ``AMQPConnection``'s turn for what prevents it.
    func publish(_ message: OutgoingMessage, messageID: String, on channel: UInt16) throws(AMQPError) {
        guard let state else { throw .closedHere }
        arena.reset()
        var properties = arena.properties(message.properties, messageID: messageID)
        let exchange = arena.bytes(message.exchange)
        let routingKey = arena.bytes(message.routingKey)
        let status = message.body.withUnsafeBytes { body in
            amqp_basic_publish(
                state, channel, exchange, routingKey, 1, 0, &properties,
                amqp_bytes_t(len: body.count, bytes: UnsafeMutableRawPointer(mutating: body.baseAddress)))
        }
        try check(status)
    }

    /// Sends what a consumer decided about deliveries.
    func settle(_ settlement: Settlement, on channel: UInt16) throws(AMQPError) {
        guard let state else { throw .closedHere }
        switch settlement.verdict {
        case .ack:
            try acknowledge(settlement.deliveryTag, multiple: settlement.multiple, on: channel)
        case .nack(let requeue):
            try check(
                amqp_basic_nack(
                    state, channel, settlement.deliveryTag, settlement.multiple ? 1 : 0, requeue ? 1 : 0))
        }
    }

    /// Sends that a delivery, or all up to it, may be forgotten.
    func acknowledge(_ tag: UInt64, multiple: Bool, on channel: UInt16) throws(AMQPError) {
        guard let state else { throw .closedHere }
        try check(amqp_basic_ack(state, channel, tag, multiple ? 1 : 0))
    }

    /// Sends a request that the broker will answer.
    func send(_ request: ChannelRequest, on channel: UInt16) throws(AMQPError) {
        arena.reset()
        switch request {
        case .openChannel:
            try send(AMQP_CHANNEL_OPEN_METHOD, amqp_channel_open_t(), on: channel)
        case .closeChannel:
            try send(AMQP_CHANNEL_CLOSE_METHOD, amqp_channel_close_t.bye(arena), on: channel)
        case .selectConfirms:
            try send(AMQP_CONFIRM_SELECT_METHOD, amqp_confirm_select_t(), on: channel)
        case .setPrefetch(let count):
            var method = amqp_basic_qos_t()
            method.prefetch_count = UInt16(clamping: count)
            try send(AMQP_BASIC_QOS_METHOD, method, on: channel)
        case .consume(let queue, let tag, let arguments):
            var method = amqp_basic_consume_t()
            method.queue = arena.bytes(queue)
            method.consumer_tag = arena.bytes(tag)
            method.arguments = arena.table(arguments)
            try send(AMQP_BASIC_CONSUME_METHOD, method, on: channel)
        case .cancel(let tag):
            var method = amqp_basic_cancel_t()
            method.consumer_tag = arena.bytes(tag)
            try send(AMQP_BASIC_CANCEL_METHOD, method, on: channel)
        case .declareExchange(let name, let type, let durable, let arguments):
            var method = amqp_exchange_declare_t()
            method.exchange = arena.bytes(name)
            method.type = arena.bytes(type)
            method.durable = durable ? 1 : 0
            method.arguments = arena.table(arguments)
            try send(AMQP_EXCHANGE_DECLARE_METHOD, method, on: channel)
        case .deleteExchange(let name):
            var method = amqp_exchange_delete_t()
            method.exchange = arena.bytes(name)
            try send(AMQP_EXCHANGE_DELETE_METHOD, method, on: channel)
        case .bindExchange(let destination, let source, let routingKey, let arguments):
            var method = amqp_exchange_bind_t()
            method.destination = arena.bytes(destination)
            method.source = arena.bytes(source)
            method.routing_key = arena.bytes(routingKey)
            method.arguments = arena.table(arguments)
            try send(AMQP_EXCHANGE_BIND_METHOD, method, on: channel)
        case .declareQueue(let name, let options, let arguments):
            var method = amqp_queue_declare_t()
            method.queue = arena.bytes(name)
            method.durable = options.contains(.durable) ? 1 : 0
            method.exclusive = options.contains(.exclusive) ? 1 : 0
            method.auto_delete = options.contains(.autoDelete) ? 1 : 0
            method.arguments = arena.table(arguments)
            try send(AMQP_QUEUE_DECLARE_METHOD, method, on: channel)
        case .lookUpQueue(let name):
            var method = amqp_queue_declare_t()
            method.queue = arena.bytes(name)
            method.passive = 1
            try send(AMQP_QUEUE_DECLARE_METHOD, method, on: channel)
        case .bindQueue(let name, let exchange, let routingKey, let arguments):
            var method = amqp_queue_bind_t()
            method.queue = arena.bytes(name)
            method.exchange = arena.bytes(exchange)
            method.routing_key = arena.bytes(routingKey)
            method.arguments = arena.table(arguments)
            try send(AMQP_QUEUE_BIND_METHOD, method, on: channel)
        case .unbindQueue(let name, let exchange, let routingKey):
            var method = amqp_queue_unbind_t()
            method.queue = arena.bytes(name)
            method.exchange = arena.bytes(exchange)
            method.routing_key = arena.bytes(routingKey)
            try send(AMQP_QUEUE_UNBIND_METHOD, method, on: channel)
        case .deleteQueue(let name):
            var method = amqp_queue_delete_t()
            method.queue = arena.bytes(name)
            try send(AMQP_QUEUE_DELETE_METHOD, method, on: channel)
        case .purgeQueue(let name):
            var method = amqp_queue_purge_t()
            method.queue = arena.bytes(name)
            try send(AMQP_QUEUE_PURGE_METHOD, method, on: channel)
        }
    }

    /// Says that the broker's closing of a channel was understood.
    func confirmChannelClose(_ channel: UInt16) throws(AMQPError) {
        try send(AMQP_CHANNEL_CLOSE_OK_METHOD, amqp_channel_close_ok_t(), on: channel)
    }

    /// Says that the broker's closing of the connection was understood.
    func confirmClose() throws(AMQPError) {
        try send(AMQP_CONNECTION_CLOSE_OK_METHOD, amqp_connection_close_ok_t(), on: 0)
    }

    /// Asks the broker to close the connection.
    func requestClose() throws(AMQPError) {
        arena.reset()
        try send(AMQP_CONNECTION_CLOSE_METHOD, amqp_channel_close_t.bye(arena), on: 0)
    }

    private func send<Method>(_ id: amqp_method_number_t, _ method: Method, on channel: UInt16) throws(AMQPError) {
        guard let state else { throw .closedHere }
        var method = method
        let status = withUnsafeMutableBytes(of: &method) { amqp_send_method(state, channel, id, $0.baseAddress) }
        try check(status)
    }

    private func check(_ status: Int32) throws(AMQPError) {
        if status < 0 { throw AMQPError.connectionLost(status: status) }
    }
}

extension amqp_channel_close_t {
    /// An orderly close. The connection's close has the same shape.
    fileprivate static func bye(_ arena: Arena) -> amqp_channel_close_t {
        var method = amqp_channel_close_t()
        method.reply_code = 200
        method.reply_text = arena.bytes("Goodbye")
        return method
    }
}
