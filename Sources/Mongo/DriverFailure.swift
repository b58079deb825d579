/// What the C library said about a call that failed, and what it means. It holds no C type, so that the meaning can be
/// tested without a server.
struct DriverFailure {
    /// The part of the library which found the fault (`mongoc_error_domain_t`, API version 2).
    var domain: Domain
    /// The server's code when the server found the fault, else the library's (`mongoc_error_code_t`).
    var code: Int
    var message: String
    /// The error labels of the reply.
    var labels: Set<String>

    enum Domain: UInt32 {
        case client = 1
        case stream = 2
        case sasl = 7
        case bson = 8
        case scram = 14
        case serverSelection = 15
        case writeConcern = 16
        case server = 17
        case other = 0
    }

    init(domain: Domain, code: Int, message: String, labels: Set<String> = []) {
        self.domain = domain
        self.code = code
        self.message = message
        self.labels = labels
    }

    /// The first document that a write command could not write: the command itself counts as done.
    init?(writeErrorOf reply: BSONDocument) {
        guard let error = reply["writeErrors"]?.arrayValue?.first?.documentValue else { return nil }
        let labels = reply["errorLabels"]?.arrayValue ?? []
        self.init(
            domain: .server, code: error["code"]?.intValue ?? 0, message: error["errmsg"]?.stringValue ?? "",
            labels: Set(labels.compactMap(\.stringValue)))
    }

    static let transient = "TransientTransactionError"
    static let unknownCommit = "UnknownTransactionCommitResult"

    /// The error that a caller sees.
    var error: MongoError {
        let code = meaning
        let isServers = domain == .server || domain == .writeConcern
        let labels = isStillStarting ? labels.union([Self.transient]) : labels
        return MongoError(
            code, text(for: code), serverCode: isServers ? self.code : nil, labels: labels,
            indexName: code == .duplicateKey ? word(after: "index: ") : nil)
    }

    /// A member of a replica set has no sessions from its start until it has read its own configuration; the library
    /// reports that as MONGOC_ERROR_CLIENT_SESSION_FAILURE. (Every server that we support has them afterwards.)
    private var isStillStarting: Bool { domain == .client && code == 52 }

    private var meaning: MongoError.Code {
        switch domain {
        case .stream: .connection
        case .serverSelection: .serverSelection
        case .sasl, .scram: .authentication
        // MONGOC_ERROR_BSON_INVALID, which the library reports for a document over 16 MiB.
        case .bson: code == 18 ? .tooLarge : .encoding
        // MONGOC_ERROR_CLIENT_AUTHENTICATE and MONGOC_ERROR_CLIENT_TOO_BIG.
        case .client where isStillStarting: .serverSelection
        case .client: code == 11 ? .authentication : code == 8 ? .tooLarge : .command
        case .writeConcern: .timeout
        case .server: serverMeaning
        case .other: .command
        }
    }

    /// Server codes by name: mongodb/mongo, src/mongo/base/error_codes.yml.
    private var serverMeaning: MongoError.Code {
        switch code {
        case 11000, 11001, 12582: .duplicateKey
        case 112, 24: .writeConflict  // WriteConflict, LockTimeout
        case 121: .validation  // DocumentValidationFailure
        case 13, 18: .authentication  // Unauthorized, AuthenticationFailed
        case 50, 262: .timeout  // MaxTimeMSExpired, ExceededTimeLimit
        // NoSuchTransaction, TransactionTooOld, TransactionExceededLifetimeLimitSeconds, SnapshotTooOld,
        // SnapshotUnavailable
        case 251, 225, 290, 239, 246: .transactionAborted
        // HostUnreachable, HostNotFound, NetworkTimeout, ShutdownInProgress, PrimarySteppedDown, SocketException,
        // NotWritablePrimary, InterruptedAtShutdown, InterruptedDueToReplStateChange, NotPrimaryNoSecondaryOk,
        // NotPrimaryOrSecondary
        case 6, 7, 89, 91, 189, 9001, 10107, 11600, 11602, 13435, 13436: .connection
        case 10334, 17419, 17420: .tooLarge  // BSONObjectTooLarge, and an update that would make it so
        case 20 where message.contains("replica set"): .standalone  // IllegalOperation
        case 40573: .standalone  // a change stream on a standalone server
        default: labels.contains(Self.transient) ? .transactionAborted : .command
        }
    }

    private func text(for code: MongoError.Code) -> String {
        switch code {
        case .duplicateKey:
            let index = word(after: "index: ") ?? "unique"
            let collection = word(after: "collection: ").map { " of \($0)" } ?? ""
            return "The index \(index)\(collection) holds the same key already."
        case .writeConflict:
            return "Another transaction changed the same document at the same time."
        case .validation:
            return "The document does not satisfy the validator of its collection."
        case .authentication:
            return "MongoDB refused the login or this command: check the user, its password, its roles and authSource."
        case .standalone:
            return MongoError.standalone.message
        case .timeout where domain == .writeConcern:
            return "The write was done, but not confirmed by a majority in time: \(RedactedText.of(message))"
        case .connection where domain == .stream:
            // The library's own words name hosts, never documents.
            return "The connection to MongoDB broke: \(message)"
        case .serverSelection where isStillStarting:
            return "The MongoDB server is still starting, or its replica set was never begun with rs.initiate()."
        case .serverSelection:
            return "No MongoDB server can be reached: start it, or correct the connection string. \(message)"
        default:
            return "MongoDB refused a command: \(RedactedText.of(message))"
        }
    }

    /// The word that follows in a message such as `E11000 duplicate key error collection: db.people index: email_1 dup
    /// key: {…}`.
    private func word(after label: String) -> String? {
        guard let range = message.firstRange(of: label) else { return nil }
        let word = message[range.upperBound...].prefix { $0 != " " }
        return word.isEmpty ? nil : String(word)
    }
}

extension MongoError {
    static let standalone = MongoError(
        .standalone,
        "This MongoDB is not a member of a replica set, so it has no transactions: start mongod with --replSet rs0 "
            + "and run rs.initiate() once (a set of one member is enough).")
}
