/// Why a call to MongoDB, or a conversion to or from BSON, failed.
///
/// Its text is safe to log and to show: it names collections, indexes, hosts and the places of faults, never what a
/// document holds and never a password. (The server's own messages quote documents; ``RedactedText`` takes that out.)
public struct MongoError: Error, Hashable, Sendable, CustomStringConvertible, CustomDebugStringConvertible {
    /// What happened, as far as a caller may want to tell it apart.
    public enum Code: String, Sendable {
        /// A unique index holds the same key already; see ``MongoError/indexName``.
        case duplicateKey
        /// Another transaction changed the same document first.
        case writeConflict
        /// The collection's validator refused the document.
        case validation
        /// A connection broke, or the server is stepping down or shutting down. A write may have happened.
        case connection
        /// No suitable server was found in time. Nothing was sent.
        case serverSelection
        /// The user name or the password is wrong, or the user may not do this.
        case authentication
        /// The server gave the operation up at its time limit, or could not confirm a write in time.
        case timeout
        /// The transaction may or may not have been committed: read its marker to find out.
        case commitUnknown
        /// The transaction was rolled back by the server, or its budget of attempts is used up.
        case transactionAborted
        /// The server is not a member of a replica set, so it has no transactions.
        case standalone
        /// A document is larger or deeper than ``BSONLimits``.
        case tooLarge
        /// A value cannot be written as BSON.
        case encoding
        /// A document does not have the expected shape, or is not BSON.
        case decoding
        /// More callers than threads and waiting places, or than connections.
        case poolExhausted
        /// The client was closed, or a session was used after its body returned.
        case closed
        /// The connection string cannot be used.
        case configuration
        /// The server or the library refused the command for another reason.
        case command
    }

    public let code: Code
    /// What happened and, where there is one, what to do about it.
    public let message: String
    /// The server's error code, if the server answered (mongodb/mongo, src/mongo/base/error_codes.yml).
    public let serverCode: Int?
    /// The error labels of the server and the library, such as `TransientTransactionError`.
    public let labels: Set<String>
    /// The unique index that holds the key already; only with ``Code-swift.enum/duplicateKey``.
    public let indexName: String?

    public init(
        _ code: Code, _ message: String, serverCode: Int? = nil, labels: Set<String> = [], indexName: String? = nil
    ) {
        self.code = code
        self.message = message
        self.serverCode = serverCode
        self.labels = labels
        self.indexName = indexName
    }

    /// Whether the same call may succeed later without anybody changing anything.
    ///
    /// It is false for ``Code-swift.enum/commitUnknown``: whoever repeats that transaction blindly may do it twice.
    public var isRetriable: Bool {
        switch code {
        case .writeConflict, .connection, .serverSelection, .timeout, .transactionAborted, .poolExhausted: true
        case .duplicateKey, .validation, .authentication, .commitUnknown, .standalone, .tooLarge, .encoding, .decoding,
            .closed, .configuration, .command:
            false
        }
    }

    public var description: String {
        serverCode.map { "\(message) (MongoDB error \($0))" } ?? message
    }

    public var debugDescription: String {
        let labels = labels.isEmpty ? "" : " [\(labels.sorted().joined(separator: ", "))]"
        return "MongoError.\(code): \(description)\(labels)"
    }
}

extension MongoError {
    init(decoding fault: BSONFault) {
        self.init(
            fault.kind == .limit ? .tooLarge : .decoding, "The BSON document cannot be read: \(fault.description)")
    }

    init(encoding fault: BSONFault) {
        self.init(
            fault.kind == .limit ? .tooLarge : .encoding, "The value cannot be written as BSON: \(fault.description)")
    }

    static let sessionEnded = MongoError(
        .closed, "The session was used after its body had returned: do all work on it inside of the body.")
}
