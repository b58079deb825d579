import CMongoC

/// One connection, lent to a body for as long as it runs.
///
/// It is not Sendable and cannot leave the body, so that within a transaction nothing else can be waited for.
/// Everything in it blocks: it belongs to a thread of the client's own, never to one of Swift's cooperative threads.
public final class MongoSession {
    let client: OpaquePointer
    /// The database that ``collection(_:in:maxTime:)`` means when it is not told another.
    public let databaseName: String
    /// The time that the server may take for one operation unless the operation says otherwise.
    let maxTime: Duration
    /// What every operation carries to be part of the transaction; empty outside of one.
    private let transactionOptions: BSONDocument
    private var isOpen = true
    /// The first operation that failed. It ends a transaction on the server even if the body goes on.
    private(set) var firstFailure: MongoError?

    init(borrowing client: OpaquePointer, database: String, maxTime: Duration, transactionOptions: BSONDocument = [:]) {
        self.client = client
        self.databaseName = database
        self.maxTime = maxTime
        self.transactionOptions = transactionOptions
    }

    /// A collection. Nothing is sent; it need not exist.
    ///
    /// - Parameters:
    ///   - database: the client's own when `nil`.
    ///   - maxTime: how long the server may take for each operation on it; the client's `operationTimeout` when `nil`.
    public func collection(_ name: String, in database: String? = nil, maxTime: Duration? = nil) -> MongoCollection {
        MongoCollection(
            session: self, database: database ?? databaseName, name: name, maxTime: maxTime ?? self.maxTime)
    }

    /// Runs any command and returns the server's answer. The command is responsible for its own `maxTimeMS`.
    ///
    /// - Parameter database: the client's own when `nil`.
    @discardableResult
    public func runCommand(_ command: BSONDocument, in database: String? = nil) throws(MongoError) -> BSONDocument {
        let options = transactionOptions
        return try BSONDocument(
            bytes: withCDocument(borrowing: command) { command throws(MongoError) in
                try withCDocument(borrowing: options) { options throws(MongoError) in
                    try call { reply, error in
                        mongoc_client_command_with_opts(
                            client, database ?? databaseName, command, nil, options, reply, error)
                    }
                }
            })
    }

    /// Runs a command that writes: with the client's write concern, and with a refused document as an error.
    @discardableResult
    func runWriteCommand(_ command: BSONDocument, in database: String) throws(MongoError) -> BSONDocument {
        let options = transactionOptions
        let reply = try BSONDocument(
            bytes: withCDocument(borrowing: command) { command throws(MongoError) in
                try withCDocument(borrowing: options) { options throws(MongoError) in
                    try call { reply, error in
                        mongoc_client_write_command_with_opts(client, database, command, options, reply, error)
                    }
                }
            })
        if let failure = DriverFailure(writeErrorOf: reply) { throw failed(failure.error) }
        return reply
    }

    /// Runs one call of the library and remembers whether it failed.
    func call(
        _ body: (OpaquePointer, UnsafeMutablePointer<bson_error_t>) throws(MongoError) -> Bool
    ) throws(MongoError) -> [UInt8] {
        try checkOpen()
        do {
            return try callingC(body)
        } catch {
            throw failed(error)
        }
    }

    func checkOpen() throws(MongoError) {
        guard isOpen else { throw .sessionEnded }
    }

    func failed(_ error: MongoError) -> MongoError {
        firstFailure = firstFailure ?? error
        return error
    }

    /// The options of one operation.
    func options(_ options: BSONDocument = [:], maxTime: Duration? = nil) -> BSONDocument {
        var options = options
        if let maxTime { options.append("maxTimeMS", .int64(max(1, maxTime.milliseconds))) }
        for element in transactionOptions { options.append(element.key, element.value) }
        return options
    }

    /// After the body has returned, the connection is somebody else's.
    func end() {
        isOpen = false
    }
}

@available(*, unavailable, message: "A session belongs to the body that it was given to.")
extension MongoSession: Sendable {}

extension Duration {
    /// Whole milliseconds, rounded down.
    var milliseconds: Int64 {
        components.seconds * 1_000 + components.attoseconds / 1_000_000_000_000_000
    }
}
