import Mongo
import Store

extension Store {
    /// Writes what finds its own effect when it is done again: a lost answer of the database is no trouble then, nor is
    /// somebody else who was faster by a moment. Three attempts.
    ///
    /// - Throws: what `write` throws, of the last attempt.
    func writeUntilKnown<R: Sendable>(_ body: @escaping @Sendable (StoreTransaction) throws -> R) async throws -> R {
        var attempt = 1
        while true {
            do {
                return try await write(body)
            } catch let error as MongoError where error.code == .duplicateKey {
                guard attempt < 3 else { throw error }
            } catch StoreError.outcomeUnknown(let reason) {
                guard attempt < 3 else { throw StoreError.outcomeUnknown(reason) }
            }
            attempt += 1
        }
    }
}
