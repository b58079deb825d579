import Synchronization

/// Works off what a partition delivers: one after the other within a conversation, side by side across conversations.
///
/// A conversation's first delivery begins a task that also takes those which come meanwhile. The tasks are nobody's
/// children, because handlers under way outlive the cancellation that begins a drain. What waits is bounded by the
/// consumer's prefetch count.
final class DeliveryLanes<Work: Sendable>: Sendable {
    private struct State {
        /// What waits behind a conversation's work under way; an entry for each that has some.
        var waiting: [String: [Work]] = [:]
        var drain: CheckedContinuation<Void, Never>?
    }

    private let state = Mutex(State())
    private let perform: @Sendable (Work) async -> Void

    init(_ perform: @escaping @Sendable (Work) async -> Void) { self.perform = perform }

    func enqueue(_ conversation: String, _ work: Work) {
        let isFirst = state.withLock { state in
            guard state.waiting[conversation]?.append(work) == nil else { return false }
            state.waiting[conversation] = []
            return true
        }
        if isFirst { Task { await run(conversation, from: work) } }
    }

    /// Returns when nothing is under way any more. Nothing may be enqueued meanwhile; one caller.
    func drain() async {
        await withCheckedContinuation { continuation in
            let isDone = state.withLock { state in
                if state.waiting.isEmpty { return true }
                state.drain = continuation
                return false
            }
            if isDone { continuation.resume() }
        }
    }

    private func run(_ conversation: String, from first: Work) async {
        var batch = [first]
        while !batch.isEmpty {
            for work in batch { await perform(work) }
            batch = next(conversation)
        }
    }

    /// What has come meanwhile; when nothing has, the conversation's work is over.
    private func next(_ conversation: String) -> [Work] {
        let (batch, drain) = state.withLock { state -> ([Work], CheckedContinuation<Void, Never>?) in
            guard let batch = state.waiting[conversation], !batch.isEmpty else {
                state.waiting[conversation] = nil
                guard state.waiting.isEmpty else { return ([], nil) }
                defer { state.drain = nil }
                return ([], state.drain)
            }
            state.waiting[conversation] = []
            return (batch, nil)
        }
        drain?.resume()
        return batch
    }
}
