/// Exchanges, queues and what binds them.
///
/// Declaring what exists with the same properties does nothing. With other properties it fails with
/// `preconditionFailed` and the broker's words; nothing is ever deleted to make it fit. Names are at most 255 bytes, a
/// name that begins with "amq." is the broker's own. Each call fails with the broker's reason (`notFound`,
/// `accessRefused`, …), with the cause when the connection ends before the answer, and with `busy` when a thousand
/// calls wait.
extension AMQPConnection {
    private static let waitingCallLimit = 1000

    /// Declares an exchange.
    ///
    /// - Parameter type: "direct", "topic", "fanout", "headers", or that of a plugin, such as "x-consistent-hash".
    public func declareExchange(
        _ name: String, type: String, durable: Bool = true, arguments: [String: AMQPValue] = [:]
    ) async throws(AMQPError) {
        _ = try await call(.declareExchange(name: name, type: type, durable: durable, arguments: arguments))
    }

    /// Deletes an exchange with its bindings. One that does not exist is no error.
    public func deleteExchange(_ name: String) async throws(AMQPError) {
        _ = try await call(.deleteExchange(name: name))
    }

    /// Routes messages of the source exchange on to the destination exchange.
    public func bindExchange(
        _ destination: String, to source: String, routingKey: String = "", arguments: [String: AMQPValue] = [:]
    ) async throws(AMQPError) {
        _ = try await call(
            .bindExchange(destination: destination, source: source, routingKey: routingKey, arguments: arguments))
    }

    /// Declares a queue.
    ///
    /// - Parameters:
    ///   - name: empty for one that the broker chooses, see the result.
    ///   - arguments: such as "x-queue-type": "quorum".
    @discardableResult
    public func declareQueue(
        _ name: String, options: AMQPQueueOptions = .durable, arguments: [String: AMQPValue] = [:]
    ) async throws(AMQPError) -> AMQPQueueStatus {
        let reply = try await call(.declareQueue(name: name, options: options, arguments: arguments))
        return reply.status(of: name)
    }

    /// Looks up a queue without declaring it.
    ///
    /// - Throws: `notFound` when there is none.
    public func queueStatus(_ name: String) async throws(AMQPError) -> AMQPQueueStatus {
        try await call(.lookUpQueue(name: name)).status(of: name)
    }

    /// Has the exchange put messages into the queue: those with the routing key, or as the exchange's type has it.
    public func bindQueue(
        _ name: String, to exchange: String, routingKey: String = "", arguments: [String: AMQPValue] = [:]
    ) async throws(AMQPError) {
        _ = try await call(
            .bindQueue(name: name, exchange: exchange, routingKey: routingKey, arguments: arguments))
    }

    /// Ends a binding that was made with the same routing key and without arguments. One that does not exist is no error.
    public func unbindQueue(_ name: String, from exchange: String, routingKey: String = "") async throws(AMQPError) {
        _ = try await call(.unbindQueue(name: name, exchange: exchange, routingKey: routingKey))
    }

    /// Deletes a queue with its messages, and returns how many they were. One that does not exist is no error.
    @discardableResult
    public func deleteQueue(_ name: String) async throws(AMQPError) -> Int {
        try await call(.deleteQueue(name: name)).count
    }

    /// Deletes the messages of a queue that are ready, and returns how many they were.
    @discardableResult
    public func purgeQueue(_ name: String) async throws(AMQPError) -> Int {
        try await call(.purgeQueue(name: name)).count
    }

    private func call(_ request: ChannelRequest) async throws(AMQPError) -> ChannelReply {
        try request.check()
        guard topology.queuedCount < Self.waitingCallLimit else {
            throw AMQPError(.busy, "\(Self.waitingCallLimit) calls wait for RabbitMQ's answer: call less at once.")
        }
        return try await call(request, on: topology)
    }

    /// Sends a request when its turn comes, and waits for the answer.
    func call(_ request: ChannelRequest, on channel: Channel) async throws(AMQPError) -> ChannelReply {
        if case .ended(let cause) = phase { throw cause ?? .closedHere }
        let result = await withCheckedContinuation { caller in
            channel.add(Channel.Call(request: request, caller: caller))
            advance(channel)
        }
        return try result.get()
    }

    /// Sends the channel's next request, if there is one and its turn has come.
    func advance(_ channel: Channel) {
        guard let handle, let request = channel.begin(deadline: .now + configuration.callTimeout) else { return }
        do throws(AMQPError) {
            try handle.send(request, on: channel.number)
        } catch {
            ended(error)
        }
    }
}
