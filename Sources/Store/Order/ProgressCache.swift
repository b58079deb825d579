import Synchronization

/// What this process knows of the progress in conversations. Progress never goes back, so what is remembered is at worst
/// too low, and then the database is asked.
final class ProgressCache: Sendable {
    /// All is forgotten when there are more: a conversation that goes on is known again with its next event.
    private static let limit = 20_000

    private let done = Mutex<[String: Int64]>([:])

    subscript(conversation: String) -> Int64 { done.withLock { $0[conversation] ?? 0 } }

    func note(_ sequence: Int64, in conversation: String) {
        done.withLock { done in
            if done.count >= Self.limit, done[conversation] == nil { done = [:] }
            done[conversation] = max(done[conversation] ?? 0, sequence)
        }
    }
}
