/// Work that outlives the request that caused it: a press in half a second, the reading of a WebSocket. It runs as
/// children of ``run()``, so it ends with the peer; nothing is a loose task.
struct Errands: Sendable {
    typealias Errand = @Sendable () async -> Void

    /// Errands begun and not yet picked up. They are picked up at once while ``run()`` runs.
    static let waitingLimit = 4096

    private let stream: AsyncStream<Errand>
    private let continuation: AsyncStream<Errand>.Continuation

    init() {
        (stream, continuation) = AsyncStream.makeStream(bufferingPolicy: .bufferingOldest(Self.waitingLimit))
    }

    /// False when too many wait, or ``run()`` has ended.
    @discardableResult
    func begin(_ errand: @escaping Errand) -> Bool {
        if case .enqueued = continuation.yield(errand) { true } else { false }
    }

    /// Runs what is begun until its task is cancelled.
    func run() async {
        await withDiscardingTaskGroup { group in
            for await errand in stream { group.addTask { await errand() } }
            group.cancelAll()
        }
    }
}
