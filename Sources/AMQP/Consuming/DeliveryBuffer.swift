import Synchronization

/// Deliveries between the connection's thread and the tasks that iterate over a consumer.
///
/// It holds at most `limit`, the consumer's prefetch count: the broker does not send more than that unsettled.
final class DeliveryBuffer: Sendable {
    /// What became of a delivery.
    enum Acceptance { case accepted, ended, overLimit }

    private enum Item {
        case delivery(AMQPDelivery)
        case end(AMQPError?)
    }

    private struct Waiter {
        let id: UInt64
        let continuation: CheckedContinuation<Item, Never>
    }

    private struct State {
        var ready = FIFO<AMQPDelivery>()
        /// Delivered and not settled, those in `ready` included.
        var unsettled: Set<UInt64> = []
        /// Settled by their receivers and not sent to the broker yet.
        var unsent = 0
        var waiters = FIFO<Waiter>()
        var nextWaiterID: UInt64 = 0
        /// Nothing comes any more; with an error or without.
        var end: AMQPError??
        /// Why nothing can be settled any more.
        var void: AMQPError?
    }

    /// The channel's number.
    let channel: UInt16
    let limit: Int
    private let state = Mutex(State())

    init(channel: UInt16, limit: Int) {
        self.channel = channel
        self.limit = limit
    }

    /// Whether it has ended, and the broker has been sent the verdict on everything that was handed out.
    var isDrained: Bool {
        state.withLock { $0.end != nil && $0.unsettled.isEmpty && $0.unsent == 0 }
    }

    // MARK: The connection's side

    /// Hands a delivery to whoever waits longest, or keeps it.
    func accept(_ delivery: AMQPDelivery) -> Acceptance {
        var waiter: Waiter?
        let acceptance = state.withLock { state -> Acceptance in
            if state.end != nil { return .ended }
            guard state.unsettled.count < limit, state.unsettled.insert(delivery.deliveryTag).inserted else {
                return .overLimit
            }
            waiter = state.waiters.popFirst()
            if waiter == nil { state.ready.append(delivery) }
            return .accepted
        }
        waiter?.continuation.resume(returning: .delivery(delivery))
        return acceptance
    }

    /// Ends the sequence in good order; what was handed out can still be settled.
    ///
    /// - Returns: the tags that were not handed out. They are the caller's to give back.
    func finish() -> [UInt64] {
        let (waiters, tags) = state.withLock { state -> ([Waiter], [UInt64]) in
            if state.end == nil { state.end = .some(nil) }
            let tags = state.ready.removeAll().map(\.deliveryTag)
            state.unsettled.subtract(tags)
            return (state.waiters.removeAll(), tags)
        }
        for waiter in waiters { waiter.continuation.resume(returning: .end(nil)) }
        return tags
    }

    /// Ends everything: the sequence, with the error unless it has ended in good order, and the settling.
    ///
    /// - Parameter error: nil when the program itself closed the connection.
    func fail(_ error: AMQPError?) {
        let waiters = state.withLock { state -> [Waiter] in
            if state.end == nil { state.end = .some(error) }
            if state.void == nil { state.void = error ?? .closedHere }
            _ = state.ready.removeAll()
            state.unsettled = []
            return state.waiters.removeAll()
        }
        for waiter in waiters { waiter.continuation.resume(returning: .end(error)) }
    }

    // MARK: The consumer's side

    /// The next delivery; nil when the sequence has ended in good order, or the task is cancelled.
    func next(isolation: isolated (any Actor)?) async throws(AMQPError) -> AMQPDelivery? {
        let item: Item
        if let ready = state.withLock({ Self.takeReady(&$0) }) {
            item = ready
        } else {
            let id = state.withLock { state in
                state.nextWaiterID += 1
                return state.nextWaiterID
            }
            item = await withTaskCancellationHandler {
                await withCheckedContinuation { wait($0, id: id) }
            } onCancel: {
                let waiter = state.withLock { $0.waiters.removeFirst { $0.id == id } }
                waiter?.continuation.resume(returning: .end(nil))
            }
        }
        switch item {
        case .delivery(let delivery): return delivery
        case .end(nil): return nil
        case .end(let error?): throw error
        }
    }

    /// Notes that a delivery is settled, or all up to its tag.
    ///
    /// - Throws: `closed` and the like when it can no longer be settled; `invalidArgument` when the tag is not one that
    ///   waits to be settled: to the broker that would be reason to close the channel.
    func settle(_ tag: UInt64, multiple: Bool) throws(AMQPError) {
        let failure = state.withLock { state -> AMQPError? in
            if let void = state.void {
                return AMQPError(
                    .closed, "The delivery went back to its queue, since the consumer has ended. \(void.message)",
                    brokerCode: void.brokerCode, brokerText: void.brokerText)
            }
            guard state.unsettled.remove(tag) != nil else {
                return AMQPError(
                    .invalidArgument,
                    "No delivery with the tag \(tag) waits to be settled here: settle each once, on its own consumer.")
            }
            if multiple { state.unsettled = state.unsettled.filter { $0 > tag } }
            state.unsent += 1
            return nil
        }
        if let failure { throw failure }
    }

    /// Verdicts were sent: the channel may be closed when the last one was.
    func sent(_ count: Int) { state.withLock { $0.unsent -= count } }

    private func wait(_ continuation: CheckedContinuation<Item, Never>, id: UInt64) {
        let item = state.withLock { state -> Item? in
            if let ready = Self.takeReady(&state) { return ready }
            // The handler for a cancellation that comes later needs this lock, so it finds the waiter.
            if Task.isCancelled { return .end(nil) }
            state.waiters.append(Waiter(id: id, continuation: continuation))
            return nil
        }
        if let item { continuation.resume(returning: item) }
    }

    private static func takeReady(_ state: inout State) -> Item? {
        if let delivery = state.ready.popFirst() { return .delivery(delivery) }
        return state.end.map(Item.end)
    }
}
