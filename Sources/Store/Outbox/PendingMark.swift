/// Rows that are published, and being marked as sent while the next are already published. One batch at a time.
struct PendingMark: Sendable {
    private(set) var ids: Set<String> = []
    private var task: Task<Void, any Error>?

    /// To be called after ``settle()``.
    mutating func begin(_ ids: [String], _ mark: @escaping @Sendable ([String]) async throws -> Void) {
        guard !ids.isEmpty else { return }
        self.ids = Set(ids)
        task = Task { try await mark(ids) }
    }

    /// Waits for the marking under way. When it failed its rows are published again, which consumers absorb.
    mutating func settle() async throws {
        let under = task
        task = nil
        ids = []
        try await under?.value
    }
}
