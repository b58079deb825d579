import Testing

@testable import Mongo

@Suite("When a transaction is tried again")
struct TransactionPolicyTests {
    @Test("Pauses double up to the longest and are spread at random")
    func pauses() {
        let budget = TransactionBudget(
            attempts: 6, duration: .seconds(60), firstPause: .milliseconds(10), longestPause: .milliseconds(50))
        let pauses = (1...6).map { budget.pause(after: $0, elapsed: .zero, jitter: 1) }
        #expect(
            pauses == [
                .milliseconds(10), .milliseconds(20), .milliseconds(40), .milliseconds(50), .milliseconds(50), nil,
            ])
        #expect(budget.pause(after: 2, elapsed: .zero, jitter: 0.5) == .milliseconds(10))
        #expect(budget.pause(after: 1, elapsed: .zero, jitter: 0) == .zero)
    }

    @Test("No attempt begins after the duration")
    func duration() {
        let budget = TransactionBudget(attempts: 100, duration: .seconds(1), firstPause: .milliseconds(100))
        #expect(budget.pause(after: 1, elapsed: .milliseconds(899), jitter: 1) != nil)
        #expect(budget.pause(after: 1, elapsed: .milliseconds(900), jitter: 1) == nil)
    }

    @Test("One attempt means no second")
    func single() {
        #expect(TransactionBudget(attempts: 1).pause(after: 1, elapsed: .zero, jitter: 0) == nil)
    }

    @Test("A body is run again only when the server labels its failure as passing")
    func body() {
        let conflict = MongoError(.writeConflict, "", serverCode: 112, labels: ["TransientTransactionError"])
        #expect(TransactionOutcome.ofBody(conflict) == .restart)
        #expect(TransactionOutcome.ofBody(MongoError(.duplicateKey, "")) == .failed)
        #expect(TransactionOutcome.ofBody(MongoError(.connection, "")) == .failed)
    }

    @Test("A commit that may have happened is never taken for one that did not")
    func commit() {
        let unknown: Set<String> = ["UnknownTransactionCommitResult"]
        let transient: Set<String> = ["TransientTransactionError"]
        #expect(TransactionOutcome.ofCommit(MongoError(.command, "", labels: unknown)) == .unknown)
        #expect(TransactionOutcome.ofCommit(MongoError(.connection, "")) == .unknown)
        #expect(TransactionOutcome.ofCommit(MongoError(.connection, "", labels: transient)) == .unknown)
        #expect(TransactionOutcome.ofCommit(MongoError(.serverSelection, "")) == .unknown)
        #expect(TransactionOutcome.ofCommit(MongoError(.timeout, "")) == .unknown)
        #expect(TransactionOutcome.ofCommit(MongoError(.transactionAborted, "", labels: transient)) == .restart)
        #expect(TransactionOutcome.ofCommit(MongoError(.command, "")) == .failed)
    }

    @Test("A server says what it is in its hello")
    func hello() throws {
        #expect(try ReplicaSet.name(fromHello: ["setName": "rs0", "isWritablePrimary": true]) == "rs0")
        let standalone = #expect(throws: MongoError.self) {
            try ReplicaSet.name(fromHello: ["isWritablePrimary": true])
        }
        #expect(standalone?.code == .standalone && standalone?.message.contains("--replSet") == true)
        let fresh = #expect(throws: MongoError.self) { try ReplicaSet.name(fromHello: ["isreplicaset": true]) }
        #expect(fresh?.code == .standalone && fresh?.message.contains("rs.initiate()") == true)
        let secondary = #expect(throws: MongoError.self) {
            try ReplicaSet.name(fromHello: ["setName": "rs0", "isWritablePrimary": false])
        }
        #expect(secondary?.code == .serverSelection)
    }
}
