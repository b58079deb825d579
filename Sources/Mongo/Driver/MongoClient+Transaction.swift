extension MongoClient {
    /// Runs a body in a transaction and commits it: either everything that it wrote is there, or nothing.
    ///
    /// The body may run several times and must have no effect but through its session. Keep it short: other
    /// transactions that touch the same documents fail meanwhile, and the server ends it after 60 s.
    ///
    /// - When the server asks for it (a write conflict, a new primary), the whole is tried again after a random pause,
    ///   within the budget.
    /// - An operation that fails ends the transaction, even if the body catches the error: nothing is committed, and
    ///   that first error is thrown unless the body throws one itself. So a `duplicateKey` is thrown, not tried again.
    /// - When the task is cancelled between two attempts, `CancellationError` is thrown and nothing was written.
    ///
    /// - Parameter budget: the client's own when `nil`.
    /// - Throws: what the body throws; `transactionAborted` when the budget is used up (nothing was written);
    ///   `commitUnknown` when the connection was lost during the commit and stayed so (it may have been written: read a
    ///   marker of it to find out).
    public func transaction<R: Sendable>(
        budget: TransactionBudget? = nil, _ body: @escaping @Sendable (MongoSession) throws -> R
    ) async throws -> R {
        let budget = budget ?? transactionBudget
        let began = ContinuousClock.now
        let (database, timeout) = (databaseName, operationTimeout)
        var attempt = 0
        while true {
            attempt += 1
            let result = try await onThread { client in
                let attempt = TransactionAttempt(
                    client: client, database: database, maxTime: timeout, deadline: began + budget.duration)
                return try attempt.run(body)
            }
            switch result {
            case .committed(let value):
                return value
            case .restart(let error):
                let elapsed = ContinuousClock.now - began
                guard let pause = budget.pause(after: attempt, elapsed: elapsed, jitter: .random(in: 0...1)) else {
                    throw MongoError.budgetUsedUp(attempt, error)
                }
                try await Task.sleep(for: pause)
            }
        }
    }
}

extension MongoError {
    static func budgetUsedUp(_ attempts: Int, _ last: MongoError) -> MongoError {
        MongoError(
            .transactionAborted,
            "The transaction was given up after \(attempts) attempts; nothing was written. \(last.message)",
            serverCode: last.serverCode, labels: last.labels)
    }
}
