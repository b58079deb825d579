import PollThread
import Synchronization

/// One life of one connection to RabbitMQ: ``run()`` connects, serves the calls, and ends with the connection. It never
/// connects again by itself; whoever wants that makes a new one.
///
/// ```swift
/// let connection = AMQPConnection(configuration)
/// try await withThrowingTaskGroup { group in
///     group.addTask { try await connection.run() }
///     _ = try await connection.declareQueue("work", arguments: ["x-queue-type": "quorum"])
///     try await connection.publish(exchange: "", routingKey: "work", body: Array("hello".utf8))
///     await connection.close()
/// }
/// ```
///
/// - Calls that are made before the login is through wait for it; so somebody must call ``run()``.
/// - When the connection ends, every pending call fails: with `unknown` if its message was sent and not confirmed, else
///   with the cause. Every later call fails at once.
/// - Use one connection to publish and another to consume: RabbitMQ stops reading from one that publishes when it runs
///   out of memory or disk.
///
/// The actor lives on a thread of its own, since librabbitmq may be used from one thread only and sends heartbeats only
/// while it is called. Nothing of a caller ever runs there.
public actor AMQPConnection {
    enum Phase {
        /// Not logged in yet.
        case waiting
        case open
        /// Closed by this program at the deadline at the latest; `isAsked` once the broker has been asked to close.
        case closing(deadline: ContinuousClock.Instant, isAsked: Bool)
        /// Nil when this program closed it.
        case ended(AMQPError?)
    }

    /// How the connection was made.
    public nonisolated let configuration: AMQPConfiguration
    public nonisolated var unownedExecutor: UnownedSerialExecutor { thread.asUnownedSerialExecutor() }

    nonisolated let thread: PollThread
    nonisolated let outbox = Outbox()
    nonisolated let interrupter = SocketInterrupter()
    nonisolated let watchdog: Watchdog
    private nonisolated let hasBegun = Atomic(false)
    private nonisolated let end = EndLatch()

    var phase = Phase.waiting
    var handle: BrokerHandle?
    private var openWaiters: [CheckedContinuation<AMQPError?, Never>] = []
    private var endWaiter: CheckedContinuation<AMQPError?, Never>?

    // The state of the turn, see AMQPConnection+Turn.swift.
    var now = ContinuousClock.now
    var nextTick = ContinuousClock.now
    var lastFrame = ContinuousClock.now
    var mayHoldFrames = false
    var taken = Outbox.Contents()

    // Publishing, see AMQPConnection+Publishing.swift.
    var ledger: PublishLedger<Outbox.PublishCaller>
    var answers: [PublishLedger<Outbox.PublishCaller>.Answer] = []
    var unpolledBytes = 0
    var isSocketFull = false
    let messageIDPrefix = String(UInt64.random(in: .min ... .max), radix: 36)
    var messageIDCount = 0
    /// Why the broker takes no messages at present, in its own words; nil while it does.
    public internal(set) var blockedReason: String?

    /// The channels that are in use. The first two are there for the connection's life.
    var channels: [UInt16: Channel]
    let topology = Channel(number: 1, role: .topology)
    let publisher = Channel(number: 2, role: .publisher)

    /// Makes a connection that does nothing until ``run()``.
    public init(_ configuration: AMQPConfiguration) {
        self.configuration = configuration
        let name = configuration.connectionName?.split(separator: "/").last ?? "client"
        thread = PollThread(name: "amqp-\(name)")
        watchdog = Watchdog(name: "amqp-watchdog", limit: max(.seconds(2), configuration.heartbeat * 2))
        // A window outside its range is an error of run(); here it must only not crash.
        let window = min(max(configuration.publishWindow, 1), 65536)
        ledger = PublishLedger(window: window, waitingLimit: max(configuration.publishWaitingLimit, 0))
        channels = [topology.number: topology, publisher.number: publisher]
    }

    // MARK: Life

    /// Connects, and serves the connection until it ends. It may be called once.
    ///
    /// It returns normally when the connection was closed by ``close()`` or by cancelling this task, which does the
    /// same. By then the broker has taken leave or `closeTimeout` is over.
    ///
    /// - Throws: why there is no connection (`connect`, `tls`, `authentication`, `accessRefused`, `invalidArgument`),
    ///   or what it died of (`closed`, `protocolViolation`, `timeout`, or the broker's reason).
    public nonisolated func run() async throws(AMQPError) {
        guard !hasBegun.exchange(true, ordering: .relaxed) else {
            throw AMQPError(.closed, "This connection was run or closed before: make a new one for a new life.")
        }
        var cause: AMQPError?
        do throws(PollThreadError) {
            try thread.start()
            try watchdog.start { [outbox] in
                outbox.closeDeadline
            } interrupt: { [interrupter] in
                interrupter.interrupt()
            }
            cause = await withTaskCancellationHandler {
                await live()
            } onCancel: {
                requestClose()
            }
        } catch {
            cause = AMQPError(.resourcesExhausted, error.message)
        }
        await watchdog.stop()
        await thread.stop()
        // Something is left to end only when a thread could not be started.
        await ended(cause)
        end.open()
        if let cause { throw cause }
    }

    /// Waits until the connection is logged in.
    ///
    /// - Throws: why it is not, or no longer.
    public func opened() async throws(AMQPError) {
        switch phase {
        case .open, .closing: return
        case .ended(let cause): throw cause ?? .closedHere
        case .waiting:
            let failure = await withCheckedContinuation { openWaiters.append($0) }
            if let failure { throw failure }
        }
    }

    /// Closes the connection in good order, and returns when it is closed.
    ///
    /// It takes no more messages; those that it has are sent and confirmed, as far as `closeTimeout` allows. The
    /// consumers' sequences end, and deliveries that are not settled go back to their queues: to settle them, cancel
    /// the consumers before and wait for their handlers. It may be called more than once. In a cancelled task it
    /// returns at once, and the closing goes on in ``run()``.
    public nonisolated func close() async {
        requestClose()
        if !hasBegun.exchange(true, ordering: .relaxed) {
            await thread.stop()
            await ended(nil)
            end.open()
        }
        // The second is for the thread to end after the deadline. It can take longer where the system looks up the
        // host's name; run() waits for that, this does not.
        await end.wait(atMost: configuration.closeTimeout + .seconds(1))
    }

    nonisolated func requestClose() {
        outbox.requestClose(deadline: .now + configuration.closeTimeout)
        thread.wake()
    }

    /// Connects, and returns when the connection has ended: nil when this program closed it.
    private func live() async -> AMQPError? {
        do throws(AMQPError) {
            try configuration.validate()
            handle = try BrokerHandle.open(configuration, interrupter: interrupter)
        } catch {
            // An interrupted login fails too; it is then what was asked for.
            let cause = outbox.closeDeadline == nil ? error : nil
            ended(cause)
            return cause
        }
        now = .now
        lastFrame = now
        nextTick = now
        phase = .open
        for waiter in openWaiters { waiter.resume(returning: nil) }
        openWaiters = []
        thread.setStep { mayWait in self.assumeIsolated { $0.turn(mayWait: mayWait) } }
        for channel in channels.values { advance(channel) }
        return await withCheckedContinuation { continuation in
            if case .ended(let cause) = phase {
                continuation.resume(returning: cause)
            } else {
                endWaiter = continuation
            }
        }
    }

    /// Ends the connection: destroys the handle on its thread, then tells everyone who waits.
    func ended(_ cause: AMQPError?) {
        if case .ended = phase { return }
        phase = .ended(cause)
        thread.setStep(nil)
        handle?.destroy()
        handle = nil
        interrupter.release()
        watchdog.endWork()

        let failure = cause ?? .closedHere
        for publish in outbox.end(failure) { publish.caller.resume(returning: .notSent(because: failure)) }
        ledger.connectionEnded(failure)
        answerPublishes()
        for channel in channels.values {
            for caller in channel.removeAllCallers() { caller.resume(returning: .failure(failure)) }
            if case .consumer(let deliveries) = channel.role { deliveries.fail(cause) }
        }
        channels = [:]
        for waiter in openWaiters { waiter.resume(returning: failure) }
        openWaiters = []
        endWaiter?.resume(returning: cause)
        endWaiter = nil
    }
}
