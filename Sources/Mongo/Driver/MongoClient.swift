import PollThread
import Synchronization

/// Connections to one MongoDB deployment, and the threads that use them.
///
/// Work is a synchronous body that runs on one of the client's own threads with a ``MongoSession``:
///
/// ```swift
/// let names = try await client.run { session in
///     try session.collection("people").find(as: Person.self, filter: ["age": ["$gt": 30]], limit: 100)
/// }
/// ```
///
/// Whatever the connection string says, a write is confirmed when a majority has it in its journal (`w=majority`,
/// `journal=true`, `retryWrites=true`) and a read sees only such data. Unless the connection string says otherwise a
/// server is looked for for 5 s, a connection may take 5 s, one answer 30 s, and a caller waits 10 s for a thread and a
/// connection.
///
/// Nothing is sent before the first body runs. Whoever makes a client must ``close()`` it.
public final class MongoClient: Sendable {
    /// The database that a session means when it is not told another.
    public let databaseName: String
    let operationTimeout: Duration
    let transactionBudget: TransactionBudget
    let pool: ClientPool
    private let waitLimit: Duration
    private let threads: BlockingPool
    private let state = Mutex(State())

    private struct State {
        var isClosed = false
        var streams: [ObjectIdentifier: ChangeStreamReader] = [:]
    }

    /// The most change streams at a time; each has a thread and a connection of its own.
    static let streamLimit = 4

    /// Makes a client. It does not connect.
    ///
    /// - Parameters:
    ///   - uri: a connection string, `mongodb://…` or `mongodb+srv://…`.
    ///   - appName: what the server's log calls us, at most 128 bytes; the connection string's `appName` comes first.
    ///   - threads: how many bodies run at a time, each with one connection; no more than the connection string's
    ///     `maxPoolSize`.
    ///   - queueLimit: how many bodies may wait for a thread.
    ///   - defaultDatabase: used when the connection string names none.
    ///   - operationTimeout: how long the server may take for one operation.
    ///   - transactionBudget: how often and how long a transaction is tried.
    /// - Throws: `configuration` when the connection string cannot be used or no database is named.
    public init(
        uri: String, appName: String, threads: Int = 4, queueLimit: Int = 1_000, defaultDatabase: String? = nil,
        operationTimeout: Duration = .seconds(10), transactionBudget: TransactionBudget = TransactionBudget()
    ) throws(MongoError) {
        let string = try ConnectionString(uri, appName: appName, connections: threads + Self.streamLimit)
        guard let database = string.database ?? defaultDatabase else {
            string.pool.destroy()
            throw MongoError(
                .configuration,
                "The connection string names no database: write it after the host, as in mongodb://host:27017/name.")
        }
        self.databaseName = database
        self.operationTimeout = operationTimeout
        self.transactionBudget = transactionBudget
        self.pool = string.pool
        self.waitLimit = string.waitQueueTimeout
        self.threads = BlockingPool(
            name: "mongo", threads: max(1, min(threads, string.maxPoolSize)), queueLimit: queueLimit)
    }

    /// Runs a body with a session, outside of a transaction, and returns what it returns.
    ///
    /// A body that has begun runs to its end even if the task is cancelled; one that still waits does not run.
    ///
    /// - Throws: what the body throws; `poolExhausted` or `closed` when it did not run.
    public func run<R: Sendable>(_ body: @escaping @Sendable (MongoSession) throws -> R) async throws -> R {
        let (database, timeout) = (databaseName, operationTimeout)
        return try await onThread { client in
            let session = MongoSession(borrowing: client, database: database, maxTime: timeout)
            defer { session.end() }
            return try body(session)
        }
    }

    /// Runs work with a connection on one of the threads; the connection is taken, used and given back there.
    func onThread<R: Sendable>(_ work: @escaping @Sendable (OpaquePointer) throws -> R) async throws -> R {
        let (pool, limit, asked) = (pool, waitLimit, ContinuousClock.now)
        do {
            return try await threads.run {
                guard ContinuousClock.now - asked < limit else {
                    throw MongoError(
                        .poolExhausted,
                        "The call waited \(limit) for a thread: do less at once, or raise the number of threads.")
                }
                let client = try pool.take()
                defer { pool.giveBack(client) }
                return try work(client)
            }
        } catch let error as PollThreadError {
            throw MongoError(error)
        }
    }

    /// Ends change streams within a second, lets accepted bodies finish, and closes all connections. Later calls throw
    /// `closed`. It may be called more than once; only the first call waits for the connections.
    public func close() async {
        let (isFirst, streams) = state.withLock { state in
            defer { state.isClosed = true }
            return (!state.isClosed, Array(state.streams.values))
        }
        await withDiscardingTaskGroup { group in
            for stream in streams { group.addTask { await stream.end() } }
        }
        await threads.shutdown()
        guard isFirst else { return }
        // Closing tells the server that our sessions are over, and that may block.
        let closer = BlockingPool(name: "mongo-close", threads: 1, queueLimit: 1)
        try? await closer.run { [pool] in pool.destroy() }
        await closer.shutdown()
    }

    /// How many bodies wait for a thread now.
    var waiting: Int { threads.waiting }

    var isClosed: Bool { state.withLock { $0.isClosed } }

    func add(_ stream: ChangeStreamReader) throws(MongoError) {
        let refusal: MongoError? = state.withLock { state in
            if state.isClosed { return .clientClosed }
            guard state.streams.count < Self.streamLimit else {
                return MongoError(
                    .poolExhausted,
                    "\(Self.streamLimit) change streams are open already: end one before opening another.")
            }
            state.streams[ObjectIdentifier(stream)] = stream
            return nil
        }
        if let refusal { throw refusal }
    }

    func remove(_ stream: ChangeStreamReader) {
        state.withLock { state in _ = state.streams.removeValue(forKey: ObjectIdentifier(stream)) }
    }
}

extension MongoError {
    static let clientClosed = MongoError(.closed, "The MongoDB client is closed: make a new one.")

    init(_ error: PollThreadError) {
        switch error.code {
        case .closed: self = .clientClosed
        default: self.init(.poolExhausted, error.message)
        }
    }
}
