import Shared

/// Asks the AI service at start whether it is there and takes the key, so that a mistake is told before a message waits.
struct AccessCheck: Sendable {
    let note: ServiceNote
    let ask: @Sendable () async throws -> Void
    var sleep: @Sendable (Duration) async throws -> Void = { try await Task.sleep(for: $0) }

    /// Asks until there is nothing to complain of, then waits to be cancelled: a service's part that ends ends it.
    func run() async throws {
        // A key can be given its rights at the other end, so it is tried on, ever less often.
        var backoff = Backoff(first: .seconds(2), longest: .seconds(300))
        while true {
            do {
                try await ask()
                note.note(nil)
                break
            } catch let error as AIServiceError {
                note.note(error)
            }
            try await sleep(backoff.next())
        }
        while true { try await sleep(.seconds(3_600)) }
    }
}
