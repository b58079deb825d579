public import Shared

/// A broker within the process, with the same promises as the real one, for tests and for trying handlers out.
///
/// Keeps everything in memory: at most ``capacity`` messages in all, dead letters and unrouted ones included;
/// publishing beyond it is refused, as a full queue refuses. Of several instances of a service one consumes at a time,
/// as of the consumers of a partition.
public actor InMemoryBroker: Publisher, Subscriber {
    public static let capacity = 200_000

    /// A message that was given up, with the reason.
    public struct DeadLetter: Sendable, Equatable {
        public var message: Message
        public var service: ServiceName
        public var attempt: Int
        public var reason: String
    }

    private struct Entry {
        var message: Message
        var attempt = 1
        var deferrals = 0
        var isRedelivered = false
    }

    private struct ServiceQueue {
        var types: Set<String>
        var line = ConsumerLine()
        var waiting: [Entry] = []
        var head = 0
        var consumers: [UInt64: CheckedContinuation<Entry?, Never>] = [:]

        var waitingCount: Int { waiting.count - head }

        mutating func pop() -> Entry? {
            guard head < waiting.count else { return nil }
            defer {
                head += 1
                // Amortised: the consumed part is dropped when it is the larger half.
                if head > 1024, head * 2 > waiting.count {
                    waiting.removeFirst(head)
                    head = 0
                }
            }
            return waiting[head]
        }
    }

    private var queues: [ServiceName: ServiceQueue] = [:]
    private var stored = 0
    private var nextConsumer: UInt64 = 0
    /// Multiplies every delay, so that tests of retries need not wait for them.
    private let delayScale: Double
    public private(set) var deadLetters: [DeadLetter] = []
    /// What was published and no service wants, for a person to look at.
    public private(set) var unrouted: [Message] = []

    public init(delayScale: Double = 1) { self.delayScale = delayScale }

    /// Makes a service's queue before anybody consumes it, as a declared topology does.
    public func declare(_ service: ServiceName, types: [EventName]) {
        queues[service, default: ServiceQueue(types: [])].types.formUnion(types.map(\.rawValue))
    }

    public func publish(_ message: Message) async throws(PublishError) {
        guard message.body.count <= Message.maximumBodyBytes else {
            throw PublishError(code: .invalid, message: "the event is too large")
        }
        let services = queues.filter { $0.value.types.contains(message.routingKey) }.map(\.key)
        guard stored + max(1, services.count) <= Self.capacity else {
            throw PublishError(code: .refused, message: "the broker is full")
        }
        if services.isEmpty {
            stored += 1
            unrouted.append(message)
        }
        for service in services { enqueue(Entry(message: message), for: service) }
    }

    public func subscribe(_ subscription: Subscription, handler: @escaping Handler) async throws {
        declare(subscription.service, types: subscription.types)
        nextConsumer += 1
        let id = nextConsumer
        let isTurn = await withTaskCancellationHandler {
            await withCheckedContinuation { queues[subscription.service]?.line.join(id, $0) }
        } onCancel: {
            Task { await self.stepOut(id, subscription.service) }
        }
        if isTurn { await consume(subscription, handler) }
        queues[subscription.service]?.line.leave(id)
    }

    /// The name of a service's queue, as deliveries tell it.
    public static func queue(of service: ServiceName) -> String { "memory.\(service.rawValue)" }

    /// How many messages of the service are in nobody's hands; those that are put off are not counted.
    public func waitingCount(of service: ServiceName) -> Int { queues[service]?.waitingCount ?? 0 }

    private func consume(_ subscription: Subscription, _ handler: @escaping Handler) async {
        let limit = subscription.prefetch * subscription.partitions
        var lanes = ConversationLanes()
        let settled = Settled()
        while !Task.isCancelled {
            for (conversation, ticket) in await settled.take() { lanes.finished(conversation, ticket: ticket) }
            await settled.waitBelow(limit)
            guard let entry = await next(for: subscription.service) else { break }
            await settled.begin()
            lanes.enqueue(entry.message.conversation) { ticket in
                let outcome = await handler(
                    Delivery(
                        message: entry.message, attempt: entry.attempt, deferrals: entry.deferrals,
                        isRedelivered: entry.isRedelivered, queue: Self.queue(of: subscription.service)))
                await self.settle(entry, outcome, for: subscription.service)
                await settled.end(entry.message.conversation, ticket)
            }
        }
        for task in lanes.underWay { await task.value }
    }

    private func enqueue(_ entry: Entry, for service: ServiceName) {
        stored += 1
        if let (id, consumer) = queues[service]?.consumers.first {
            queues[service]?.consumers[id] = nil
            stored -= 1
            consumer.resume(returning: entry)
        } else {
            queues[service]?.waiting.append(entry)
        }
    }

    private func next(for service: ServiceName) async -> Entry? {
        // The wait for room may have outlasted a cancellation, after which nothing new is taken.
        guard !Task.isCancelled else { return nil }
        if let entry = queues[service]?.pop() {
            stored -= 1
            return entry
        }
        nextConsumer += 1
        let id = nextConsumer
        return await withTaskCancellationHandler {
            await withCheckedContinuation { continuation in
                if Task.isCancelled {
                    continuation.resume(returning: nil)
                } else {
                    queues[service]?.consumers[id] = continuation
                }
            }
        } onCancel: {
            Task { await self.leave(id, service) }
        }
    }

    /// Leaves the line of those who wait for their turn; whose turn it is goes on to finish what it began.
    private func stepOut(_ id: UInt64, _ service: ServiceName) { queues[service]?.line.giveUp(id) }

    private func leave(_ id: UInt64, _ service: ServiceName) {
        queues[service]?.consumers.removeValue(forKey: id)?.resume(returning: nil)
    }

    private func settle(_ entry: Entry, _ outcome: Outcome, for service: ServiceName) {
        switch outcome {
        case .done: break
        case .retry(let delay, _):
            var again = entry
            again.attempt += 1
            later(again, after: delay, for: service)
        case .wait(let delay, _):
            var again = entry
            again.deferrals += 1
            later(again, after: delay, for: service)
        case .giveUp(let reason):
            stored += 1
            deadLetters.append(
                DeadLetter(message: entry.message, service: service, attempt: entry.attempt, reason: reason))
        }
    }

    private func later(_ entry: Entry, after delay: Duration, for service: ServiceName) {
        let delay = delay * delayScale
        Task {
            try? await Task.sleep(for: delay)
            self.enqueue(entry, for: service)
        }
    }
}

/// Counts the handlers of one subscription, and lets it wait for room.
private actor Settled {
    private var running = 0
    private var finished: [(String, UInt64)] = []
    private var waiter: (limit: Int, continuation: CheckedContinuation<Void, Never>)?

    func begin() { running += 1 }

    func end(_ conversation: String, _ ticket: UInt64) {
        running -= 1
        finished.append((conversation, ticket))
        if let waiter, running < waiter.limit {
            self.waiter = nil
            waiter.continuation.resume()
        }
    }

    func take() -> [(String, UInt64)] {
        defer { finished = [] }
        return finished
    }

    func waitBelow(_ limit: Int) async {
        guard running >= limit else { return }
        await withCheckedContinuation { waiter = (limit, $0) }
    }
}
