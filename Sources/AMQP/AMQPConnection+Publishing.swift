import Glibc
import PollThread

extension AMQPConnection {
    /// The socket's buffer is looked at after so many bytes. Linux reports a socket as writable while a third of its
    /// buffer is free, which is more than this.
    private static let bytesPerPoll = 64 * 1024

    /// Publishes a message and waits until the broker has taken responsibility for it: in a durable queue it is then on
    /// disk, in a quorum queue on a majority's.
    ///
    /// The message is persistent unless its properties say otherwise, and must reach at least one queue.
    ///
    /// - At most `publishWindow` messages are unconfirmed at a time; further ones wait in the order of their calls, as
    ///   they do while the broker blocks publishing.
    /// - A cancelled task waits on: its message may be out already. The wait ends after `confirmTimeout` at the latest.
    ///
    /// - Parameters:
    ///   - exchange: empty for the default exchange, which delivers to the queue that the routing key names.
    ///   - routingKey: at most 255 bytes.
    ///   - properties: give each message an id of its own, and use it again when the same message is published again.
    ///   - body: at most `maximumBodySize` bytes.
    /// - Throws: `unroutable`, `nacked`, `notFound`, `accessRefused`: the message is in no queue. `unknown`: it may be
    ///   (no confirm in time, or the channel or connection ended before): publish it again with the same id.
    ///   `blocked`, `busy`, `timeout`, `closed`, `invalidArgument`, `tooLarge`: it was not sent.
    public nonisolated func publish(
        exchange: String, routingKey: String, properties: AMQPProperties = AMQPProperties(), body: [UInt8]
    ) async throws(AMQPError) {
        guard configuration.largestFrame == nil else {
            throw AMQPError(.invalidArgument, "This connection takes large frames and is for consuming: use another.")
        }
        let message = try OutgoingMessage(
            exchange: exchange, routingKey: routingKey, properties: properties, body: body,
            maximumBodySize: configuration.maximumBodySize)
        let failure = await withCheckedContinuation { caller in
            if outbox.add(Outbox.Publish(message: message, caller: caller)) { thread.wake() }
        }
        if let failure { throw failure }
    }

    /// Sends what waits, as far as window, broker and socket have room for it.
    func sendMessages(_ handle: BrokerHandle) throws(AMQPError) {
        while ledger.hasWaiting, ledger.hasRoom, maySend {
            guard publisher.isConfirming else {
                if publisher.isIdle { publisher.add(Channel.Call(request: .selectConfirms, caller: nil)) }
                return advance(publisher)
            }
            guard hasSocketRoom(handle) else { return }
            // A publish after two heartbeats without a frame would wait without end in librabbitmq 0.11 (its issues
            // 780 and 788). Taking the frames that are there first finds out whether the peer is dead.
            now = .now
            if now - lastFrame >= handle.heartbeat {
                try receive(handle)
                guard publisher.isConfirming, maySend else { continue }
            }
            guard let item = ledger.takeNext() else { return }
            guard item.message.headerSize <= handle.maximumFrameSize - 64 else {
                ledger.refused(item, Self.headersTooLarge(handle.maximumFrameSize))
                continue
            }
            let messageID = item.message.properties.messageID ?? newMessageID()
            ledger.sent(item, messageID: messageID)
            unpolledBytes += item.message.body.count + item.message.headerSize
            try handle.publish(item.message, messageID: messageID, on: publisher.number)
        }
    }

    /// Resumes everyone whose message has its answer.
    func answerPublishes() {
        ledger.swapAnswers(&answers)
        for answer in answers { answer.caller.resume(returning: answer.failure) }
        answers.removeAll(keepingCapacity: true)
    }

    /// What a caller is told whose message could not be sent in time.
    var unsentFailure: AMQPError {
        if let blockedReason {
            return AMQPError(
                .blocked,
                "The message was not sent: RabbitMQ takes none, for '\(blockedReason)'. Free memory or disk on its "
                    + "machine; publish again later.")
        }
        return AMQPError(
            .timeout,
            "The message was not sent within \(configuration.confirmTimeout): \(ledger.waitingCount) others wait and "
                + "\(ledger.unconfirmedCount) are not confirmed. Publish slower, or look at the broker's load.")
    }

    private var maySend: Bool {
        switch phase {
        case .open, .closing(_, isAsked: false): blockedReason == nil
        case .waiting, .closing, .ended: false
        }
    }

    /// Whether the socket takes more at once. The library would block the thread until it does.
    private func hasSocketRoom(_ handle: BrokerHandle) -> Bool {
        if isSocketFull { return false }
        guard unpolledBytes >= Self.bytesPerPoll else { return true }
        var descriptor = pollfd(fd: handle.socket, events: Int16(POLLOUT), revents: 0)
        isSocketFull = poll(&descriptor, 1, 0) == 0
        unpolledBytes = 0
        return !isSocketFull
    }

    private func newMessageID() -> String {
        messageIDCount += 1
        return "\(messageIDPrefix)-\(messageIDCount)"
    }

    private static func headersTooLarge(_ limit: Int) -> AMQPError {
        AMQPError(
            .invalidArgument,
            "The message's properties do not fit a frame, for which RabbitMQ allows \(limit) bytes: make the headers "
                + "smaller, or raise frame_max.")
    }
}
