import CMongoC
import Glibc

/// One run of a transaction's body and its commit, on one thread with one connection.
struct TransactionAttempt {
    let client: OpaquePointer
    let database: String
    let maxTime: Duration
    /// No commit is tried again after this.
    let deadline: ContinuousClock.Instant

    enum Result<R: Sendable>: Sendable {
        case committed(R)
        /// Nothing was written; the whole may be tried again.
        case restart(MongoError)
    }

    /// Between two tries of the same commit. The library waits by itself while no server is there, so this only matters
    /// when a server answers at once that it does not know.
    private static let commitPause = Duration.milliseconds(100)

    func run<R: Sendable>(_ body: (MongoSession) throws -> R) throws -> Result<R> {
        var error = bson_error_t()
        guard let handle = mongoc_client_start_session(client, nil, &error) else {
            let error = MongoError(error)
            if TransactionOutcome.ofBody(error) == .restart { return .restart(error) }
            throw error
        }
        // This aborts a transaction that is still open.
        defer { mongoc_client_session_destroy(handle) }
        try start(handle)
        let session = MongoSession(
            borrowing: client, database: database, maxTime: maxTime, transactionOptions: try sessionID(of: handle))
        let outcome = Swift.Result { try body(session) }
        session.end()
        // An operation that failed has ended the transaction on the server, even if the body made light of it.
        switch (session.firstFailure, outcome) {
        case (nil, .success(let value)):
            return try commit(handle).map(Result.restart) ?? .committed(value)
        case (let failure?, _):
            mongoc_client_session_abort_transaction(handle, nil)
            if TransactionOutcome.ofBody(failure) == .restart { return .restart(failure) }
            // An error of the body's own says more than ours; one of ours after the first only says that all is over.
            if case .failure(let error) = outcome, !(error is MongoError) { throw error }
            throw failure
        case (nil, .failure(let error)):
            mongoc_client_session_abort_transaction(handle, nil)
            throw error
        }
    }

    private func start(_ handle: OpaquePointer) throws(MongoError) {
        let options = mongoc_transaction_opts_new()
        defer { mongoc_transaction_opts_destroy(options) }
        // All reads see one moment, and what they see is not rolled back.
        let read = mongoc_read_concern_new()
        defer { mongoc_read_concern_destroy(read) }
        mongoc_read_concern_set_level(read, MONGOC_READ_CONCERN_LEVEL_SNAPSHOT)
        mongoc_transaction_opts_set_read_concern(options, read)
        mongoc_transaction_opts_set_max_commit_time_ms(options, maxTime.milliseconds)
        var error = bson_error_t()
        guard mongoc_client_session_start_transaction(handle, options, &error) else { throw MongoError(error) }
    }

    /// What makes an operation part of this transaction.
    private func sessionID(of handle: OpaquePointer) throws(MongoError) -> BSONDocument {
        try BSONDocument(
            bytes: callingC { options, error in
                mongoc_client_session_append(handle, options, error)
            })
    }

    /// - Returns: `nil` when it is committed, or why the whole is to be tried again.
    private func commit(_ handle: OpaquePointer) throws(MongoError) -> MongoError? {
        while true {
            do {
                _ = try callingC { reply, error in mongoc_client_session_commit_transaction(handle, reply, error) }
                return nil
            } catch {
                switch TransactionOutcome.ofCommit(error) {
                case .restart: return error
                case .failed: throw error
                case .unknown:
                    guard ContinuousClock.now + Self.commitPause < deadline else { throw unknown(error) }
                    // This thread exists to block, and the commit belongs to its session and so to this thread.
                    usleep(useconds_t(Self.commitPause.milliseconds * 1_000))
                }
            }
        }
    }

    private func unknown(_ error: MongoError) -> MongoError {
        MongoError(
            .commitUnknown,
            "Whether the transaction was committed is not known: read its marker before doing it again. "
                + error.message,
            serverCode: error.serverCode, labels: error.labels)
    }
}
