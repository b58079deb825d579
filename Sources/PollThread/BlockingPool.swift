import Glibc

/// A bounded number of named threads for calls that block, with a bounded queue in front of them.
///
/// Swift's cooperative threads must not block. A library that only has blocking calls is called from here instead.
/// Threads start when they are needed, up to the bound, and stay until ``shutdown()``.
public final class BlockingPool: Sendable {
    private typealias Work = @Sendable () -> Void

    private struct State {
        /// First in, first out. `queueLimit` keeps it short, so that taking the first of an array is cheap.
        var queue: [Work] = []
        var idleThreads = 0
        var liveThreads = 0
        var threads: [pthread_t] = []
        var isClosed = false
        var shutdownWaiters: [CheckedContinuation<Void, Never>] = []
    }

    /// What the threads are called; each has its number added.
    public let name: String
    /// The largest number of bodies that run at the same time.
    public let threadLimit: Int
    /// The largest number of bodies that wait for a thread.
    public let queueLimit: Int
    private let monitor = Monitor(State())

    /// Makes a pool that has no thread yet.
    ///
    /// - Parameters:
    ///   - name: begins the threads' names; Linux shows the first 15 bytes of the whole.
    ///   - threads: at least 1.
    ///   - queueLimit: how many bodies may wait for a thread, at least 1.
    public init(name: String, threads: Int, queueLimit: Int) {
        precondition(threads >= 1 && queueLimit >= 1, "A pool needs at least one thread and one place to wait.")
        self.name = name
        self.threadLimit = threads
        self.queueLimit = queueLimit
    }

    /// How many bodies wait for a thread now.
    public var waiting: Int { monitor.withLock { max(0, $0.queue.count - $0.idleThreads) } }

    /// Runs a body on one of the threads and returns what it returns.
    ///
    /// A body that was accepted runs, unless its task is cancelled while it waits. One that has begun runs to its end,
    /// cancelled or not, so it needs time limits of its own. After ``shutdown()`` has begun no body is accepted.
    ///
    /// - Throws: what the body throws; `PollThreadError` with `queueFull`, `closed` or `resourcesExhausted`, in which
    ///   case the body did not run and will not; `CancellationError` when the task was cancelled before it began.
    public func run<R: Sendable>(_ body: @escaping @Sendable () throws -> R) async throws -> R {
        let call = BlockingCall(body)
        return try await withTaskCancellationHandler {
            try await withCheckedThrowingContinuation { continuation in
                guard call.arm(continuation) else { return }
                if let refusal = submit({ call.run() }) { call.refuse(refusal) }
            }
        } onCancel: {
            call.cancel()
        }
    }

    /// Accepts no more bodies, runs those that wait, ends the threads and joins them. It may be called more than once.
    ///
    /// It takes as long as the accepted bodies take.
    public func shutdown() async {
        await withCheckedContinuation { (continuation: CheckedContinuation<Void, Never>) in
            let isEmpty = monitor.withLock { state in
                state.isClosed = true
                if state.liveThreads > 0 { state.shutdownWaiters.append(continuation) }
                return state.liveThreads == 0
            }
            monitor.broadcast()
            if isEmpty { continuation.resume() }
        }
        // The last thread resumed us as its last action, so these joins last microseconds and may run on any thread.
        let threads = monitor.withLock { state in
            defer { state.threads = [] }
            return state.threads
        }
        for thread in threads { pthread_join(thread, nil) }
    }

    /// Queues the work and sees to it that a thread takes it. Returns why it cannot.
    private func submit(_ work: @escaping Work) -> PollThreadError? {
        let refusal: PollThreadError? = monitor.withLock { state in
            if state.isClosed {
                return PollThreadError(
                    code: .closed, message: "The pool '\(name)' is shut down: nothing may call it any more.")
            }
            // An idle thread has its own place; only what is beyond those waits.
            guard state.queue.count < queueLimit + state.idleThreads else {
                return PollThreadError(
                    code: .queueFull,
                    message: "\(state.queue.count) calls wait for the \(threadLimit) threads of the pool '\(name)': "
                        + "call less at once, or raise the number of its threads.")
            }
            if state.idleThreads <= state.queue.count, state.liveThreads < threadLimit {
                do throws(PollThreadError) {
                    state.threads.append(
                        try NamedThread.start(name: "\(name)-\(state.liveThreads + 1)") { self.work() })
                    state.liveThreads += 1
                } catch {
                    if state.liveThreads == 0 { return error }
                    // With fewer threads than allowed the work is done all the same, only later.
                }
            }
            state.queue.append(work)
            return nil
        }
        if refusal == nil { monitor.signal() }
        return refusal
    }

    private func work() {
        while let work = next() { work() }
        let waiters = monitor.withLock { state -> [CheckedContinuation<Void, Never>] in
            state.liveThreads -= 1
            guard state.liveThreads == 0 else { return [] }
            defer { state.shutdownWaiters = [] }
            return state.shutdownWaiters
        }
        for waiter in waiters { waiter.resume() }
    }

    /// The next piece of work, or nil when the pool is closed and empty.
    private func next() -> Work? {
        monitor.withLock { $0.idleThreads += 1 }
        return monitor.wait { state -> Work?? in
            guard !state.queue.isEmpty else {
                guard state.isClosed else { return nil }
                state.idleThreads -= 1
                return .some(nil)
            }
            state.idleThreads -= 1
            return state.queue.removeFirst()
        }
    }
}
