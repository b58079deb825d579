import CRabbitMQ
import Glibc
import PollThread

/// One turn of the thread: take what callers want, send, wait for the socket, take what came, send again, answer.
extension AMQPConnection {
    /// So many frames at most are taken in one turn, so that calls have their turn too.
    private static let framesPerTurn = 4096

    func turn(mayWait: Bool) {
        guard let handle else { return }
        watchdog.beginWork()
        do throws(AMQPError) {
            now = .now
            try takeOutbox(handle)
            try sendMessages(handle)
            if try isClosed(handle) { return }
            try wait(handle, mayWait: mayWait)
            try checkDeadlines()
            // What was confirmed has made room. It is sent before the callers are resumed, so that the broker works
            // while they do.
            try sendMessages(handle)
        } catch {
            ended(error)
        }
        answerPublishes()
    }

    private func takeOutbox(_ handle: BrokerHandle) throws(AMQPError) {
        outbox.take(&taken)
        try settle(taken.settlements, handle)
        taken.settlements.removeAll(keepingCapacity: true)
        let deadline = now + configuration.confirmTimeout
        for publish in taken.publishes { ledger.add(publish.message, caller: publish.caller, deadline: deadline) }
        taken.publishes.removeAll(keepingCapacity: true)
        if let deadline = taken.closeDeadline, case .open = phase {
            phase = .closing(deadline: deadline, isAsked: false)
            for case .consumer(let deliveries) in channels.values.map(\.role) { _ = deliveries.finish() }
        }
    }

    // MARK: Waiting

    private func wait(_ handle: BrokerHandle, mayWait: Bool) throws(AMQPError) {
        var descriptors = (
            pollfd(fd: handle.socket, events: Int16(isSocketFull ? POLLIN | POLLOUT : POLLIN), revents: 0),
            pollfd(fd: thread.wakeDescriptor, events: Int16(POLLIN), revents: 0)
        )
        let limit = mayWait && !mayHoldFrames ? millisecondsToWait() : 0
        watchdog.endWork()
        withUnsafeMutableBytes(of: &descriptors) { bytes in
            _ = poll(bytes.bindMemory(to: pollfd.self).baseAddress, 2, limit)
        }
        watchdog.beginWork()
        now = .now
        if descriptors.0.revents & Int16(POLLOUT) != 0 { isSocketFull = false }
        // A tick reads although nothing came: the library then sends its heartbeat, and misses the peer's.
        if descriptors.0.revents & ~Int16(POLLOUT) != 0 || mayHoldFrames || now >= nextTick {
            nextTick = now + min(.seconds(5), handle.heartbeat / 2)
            try receive(handle)
        }
    }

    /// The time until the next deadline, rounded up, for `poll`.
    private func millisecondsToWait() -> Int32 {
        var next = nextTick
        if let deadline = ledger.nextDeadline { next = min(next, deadline) }
        for channel in channels.values {
            if let deadline = channel.deadline { next = min(next, deadline) }
        }
        if case .closing(let deadline, let isAsked) = phase {
            next = min(next, isAsked ? deadline : deadline - closeReserve)
        }
        return Int32(clamping: max(0, (next - now).milliseconds))
    }

    func receive(_ handle: BrokerHandle) throws(AMQPError) {
        var left = Self.framesPerTurn
        repeat {
            guard let frame = try handle.nextFrame() else {
                mayHoldFrames = false
                handle.releaseFrames()
                return
            }
            lastFrame = now
            try dispatch(frame, handle)
            left -= 1
        } while left > 0 && handle.mayHoldFrames
        mayHoldFrames = handle.mayHoldFrames
        handle.releaseFrames()
    }

    // MARK: Deadlines

    private func checkDeadlines() throws(AMQPError) {
        if let deadline = ledger.nextDeadline, deadline <= now {
            let failure = unsentFailure
            ledger.expire(now: now, unsent: failure)
        }
        for channel in channels.values {
            guard let deadline = channel.deadline, deadline <= now else { continue }
            throw AMQPError(
                .timeout,
                "RabbitMQ did not answer a request within \(configuration.callTimeout), so the connection was given "
                    + "up: look at the broker's load and log, and connect again.")
        }
    }

    // MARK: Closing

    /// The part of the close timeout that is kept for the broker's farewell.
    private var closeReserve: Duration { configuration.closeTimeout / 5 }

    /// Goes on with the closing, if that is under way, and returns whether it is over.
    private func isClosed(_ handle: BrokerHandle) throws(AMQPError) -> Bool {
        guard case .closing(let deadline, let isAsked) = phase else { return false }
        if now >= deadline {
            ended(nil)
            return true
        }
        guard !isAsked else { return false }
        let isIdle = ledger.isEmpty && channels.values.allSatisfy(\.isIdle)
        guard isIdle || now >= deadline - closeReserve else { return false }
        ledger.failWaiting(.closedHere)
        phase = .closing(deadline: deadline, isAsked: true)
        try handle.requestClose()
        return false
    }
}
