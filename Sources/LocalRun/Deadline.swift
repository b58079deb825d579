/// Waiting for something with an end to patience.
enum Deadline {
    /// Asks every so often until the answer is yes.
    ///
    /// - Returns: false when the time is up first.
    static func wait(
        _ limit: Duration, every pause: Duration = .milliseconds(100), until condition: () async throws -> Bool
    ) async throws -> Bool {
        let end = ContinuousClock.now + limit
        while ContinuousClock.now < end {
            if try await condition() { return true }
            try await Task.sleep(for: pause)
        }
        return try await condition()
    }
}
