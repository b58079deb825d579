/// One at a time within a conversation: what a page showed must be stored before it is read again, or an older look
/// would be stored over a newer one.
actor ConversationLocks {
    private var held: Set<String> = []
    private var waiters: [String: [CheckedContinuation<Void, Never>]] = [:]

    /// Runs `body` when the conversation is free, in the order of asking.
    func with<R: Sendable>(_ conversation: String, _ body: @Sendable () async throws -> R) async rethrows -> R {
        await acquire(conversation)
        defer { release(conversation) }
        return try await body()
    }

    private func acquire(_ conversation: String) async {
        guard !held.insert(conversation).inserted else { return }
        await withCheckedContinuation { waiters[conversation, default: []].append($0) }
    }

    private func release(_ conversation: String) {
        guard var queue = waiters[conversation], !queue.isEmpty else {
            held.remove(conversation)
            waiters[conversation] = nil
            return
        }
        let next = queue.removeFirst()
        waiters[conversation] = queue
        next.resume()
    }
}
