public import AMQP
public import Messaging
import Shared
import Synchronization

/// Publishes events over one connection that it keeps alive: reconnects with back-off, declares the topology on every
/// connection, and lets callers wait for a connection within their deadline.
public actor BrokerPublisher: Publisher {
    /// How long one publish waits for a connection.
    static let patience = Duration.seconds(5)

    private let configuration: AMQPConfiguration
    private let names: TopologyNames
    private let topology: Topology
    private let observer: BrokerObserver
    /// The connection that is ready. A publish takes it without a hop onto the actor and back.
    private nonisolated let connection = Mutex<AMQPConnection?>(nil)
    /// The connection of this moment, also while it is being made.
    private var latest: AMQPConnection?
    private var isClosed = false
    private var nextWaiter: UInt64 = 0
    private var waiters: [UInt64: CheckedContinuation<AMQPConnection?, Never>] = [:]

    /// - Parameter topology: declared on every connection, before anything is published; by default what all share. With
    ///   the queues of all consumers in it, nothing that is published is missed by one which starts later.
    public init(
        _ configuration: AMQPConfiguration, names: TopologyNames, topology: Topology? = nil, observer: BrokerObserver
    ) {
        self.configuration = configuration
        self.names = names
        self.topology = topology ?? .common(names)
        self.observer = observer
    }

    /// Lives until ``close()``. Throws only what no retry mends.
    public nonisolated func run() async throws {
        var backoff = Backoff.reconnect
        while true {
            let fresh = AMQPConnection(configuration)
            guard await begin(fresh) else { break }
            do {
                try await withThrowingTaskGroup(of: Void.self) { group in
                    group.addTask { try await fresh.run() }
                    group.addTask {
                        do {
                            try await fresh.opened()
                            try await fresh.declare(self.topology)
                            await self.adopt(fresh)
                            self.observer.up()
                        } catch {
                            await fresh.close()
                            throw error
                        }
                    }
                    try await group.next()
                    try await group.waitForAll()
                }
                backoff = .reconnect
            } catch {
                await drop()
                try Self.refuse(error)
                if await isClosed { break }
                observer.down(Self.explain(error))
            }
            await drop()
            guard await !isClosed, !Task.isCancelled else { break }
            try? await Task.sleep(for: backoff.next())
        }
    }

    /// Ends ``run()`` after what was published has been confirmed or refused.
    public nonisolated func close() {
        Task { await self.end() }
    }

    public nonisolated func publish(_ message: Message) async throws(PublishError) {
        guard message.body.count <= Message.maximumBodyBytes else {
            throw PublishError(
                code: .invalid,
                message: "the event has \(message.body.count) bytes, the limit is \(Message.maximumBodyBytes)")
        }
        try await publish(
            exchange: names.events, routingKey: message.routingKey, properties: message.properties(),
            body: message.body)
    }

    /// For retries and dead letters, which go to queues by name.
    nonisolated func publish(
        exchange: String, routingKey: String, properties: AMQPProperties, body: [UInt8]
    ) async throws(PublishError) {
        var ready = connection.withLock(\.self)
        if ready == nil { ready = await connected() }
        guard let connection = ready else {
            throw PublishError(code: .disconnected, message: "there is no connection to the broker")
        }
        do {
            try await connection.publish(
                exchange: exchange, routingKey: routingKey, properties: properties, body: body)
        } catch {
            throw PublishError(error)
        }
    }

    /// False when the publisher was closed, and nothing is to begin any more.
    private func begin(_ fresh: AMQPConnection) -> Bool {
        guard !isClosed else { return false }
        latest = fresh
        return true
    }

    private func adopt(_ fresh: AMQPConnection) {
        connection.withLock { $0 = fresh }
        for waiter in waiters.values { waiter.resume(returning: fresh) }
        waiters = [:]
    }

    private func drop() { connection.withLock { $0 = nil } }

    private func end() async {
        isClosed = true
        // One that is still being made too: nobody would close it later.
        await latest?.close()
        for waiter in waiters.values { waiter.resume(returning: nil) }
        waiters = [:]
    }

    private func connected() async -> AMQPConnection? {
        if let connection = connection.withLock(\.self) { return connection }
        guard !isClosed else { return nil }
        nextWaiter += 1
        let id = nextWaiter
        let timer = Task {
            try? await Task.sleep(for: Self.patience)
            self.giveUp(id)
        }
        defer { timer.cancel() }
        return await withCheckedContinuation { waiters[id] = $0 }
    }

    private func giveUp(_ id: UInt64) { waiters.removeValue(forKey: id)?.resume(returning: nil) }

    /// Rethrows what only a person can mend.
    static func refuse(_ error: any Error) throws {
        if let error = error as? TopologyMismatch { throw error }
        // Wrong credentials, a wrong CA file, a missing permission: the same try gives the same answer.
        if let error = error as? AMQPError, !error.isRetriable { throw error }
    }

    static func explain(_ error: any Error) -> String { "\(error)" }
}

extension PublishError {
    init(_ error: AMQPError) {
        let code: Code =
            switch error.code {
            case .unroutable: .unroutable
            case .nacked: .refused
            case .unknown: .unknown
            case .invalidArgument, .tooLarge: .invalid
            default: .disconnected
            }
        self.init(code: code, message: "\(error)")
    }
}
