import Dispatch
import Glibc
import Synchronization

/// A thread that an actor runs on, and whose idle time belongs to a library's own wait.
///
/// A C library that may be used from one thread only, and that does its work inside a wait of its own (a `poll` on its
/// socket, `curl_multi_poll`), gets an actor whose `unownedExecutor` is a `PollThread`:
///
/// ```swift
/// actor Client {
///     private let thread = PollThread(name: "client")
///     nonisolated var unownedExecutor: UnownedSerialExecutor { thread.asUnownedSerialExecutor() }
/// }
/// ```
///
/// One turn of the thread runs a snapshot of the actor's queued jobs and then the ``Step``. Jobs that arrive during the
/// turn run in the next one, so neither jobs nor the library can starve the other.
///
/// It has one life: ``start()``, then ``stop()``.
/// - Before `start()` jobs wait.
/// - Once it has stopped, jobs run one at a time on a worker of the system's pool, so that a call to an actor that has
///   ended still gets its answer.
///
/// Whoever starts it must stop it: a started thread keeps itself alive.
public final class PollThread: SerialExecutor {
    /// One wait of the library, and the handling of what came of it.
    ///
    /// It runs on the thread, so that `assumeIsolated` of an actor on this executor holds inside it. With `mayWait`
    /// false, jobs are queued and the step must not wait. With `mayWait` true it may wait without end: it is woken.
    public typealias Step = @Sendable (_ mayWait: Bool) -> Void

    /// Ends the step's wait, or the next one when none is under way. Called from any thread under this object's lock:
    /// it must not block and must not call back. It is never called again once ``setStep(_:wake:)`` has replaced it.
    public typealias Wake = @Sendable () -> Void

    private enum Phase { case new, running, stopping, stopped }

    private struct State {
        var phase = Phase.new
        var jobs: [UnownedJob] = []
        var step: Step?
        var wake: Wake?
        var event: WakeEvent?
        var thread: pthread_t?
        /// The thread is in a step that may wait, so whoever brings work must wake it, once.
        var isWaiting = false
        var isWoken = false
        /// A worker of the system's pool is running jobs (only when stopped).
        var isDraining = false
        var stopWaiters: [CheckedContinuation<Void, Never>] = []

        /// Ends the wait that is under way, if one is.
        mutating func wakeIfWaiting() {
            guard isWaiting, !isWoken else { return }
            isWoken = true
            if let wake { wake() } else { event?.wake() }
        }
    }

    /// What the thread does after a batch of jobs.
    private enum Next {
        case step(Step, mayWait: Bool)
        case idle(WakeEvent)
        case jobs
        case end([CheckedContinuation<Void, Never>])
    }

    /// The thread's name, as given.
    public let name: String
    private let state = Mutex(State())
    /// The thread that runs jobs at this moment, 0 for none.
    private let owner = Atomic<pthread_t>(0)

    /// Makes an executor whose thread is not yet running.
    ///
    /// - Parameter name: the thread's name; Linux shows its first 15 bytes.
    public init(name: String) {
        self.name = name
    }

    // MARK: Life

    /// Starts the thread, which begins with the jobs that were queued so far.
    ///
    /// - Throws: `resourcesExhausted` when the system gives no thread or eventfd (it may be tried again),
    ///   `alreadyStarted` on a second call.
    public func start() throws(PollThreadError) {
        let event = try WakeEvent()
        let outcome: Result<Void, PollThreadError> = state.withLock { state in
            guard state.phase == .new else {
                return .failure(
                    PollThreadError(
                        code: .alreadyStarted,
                        message: "The thread '\(name)' was started before: make a new PollThread for a new life."))
            }
            do throws(PollThreadError) {
                state.thread = try NamedThread.start(name: name) { self.loop() }
            } catch {
                return .failure(error)
            }
            state.event = event
            state.phase = .running
            return .success(())
        }
        try outcome.get()
    }

    /// Lets the thread run what is queued, ends it and joins it. The step runs no more after the turn under way.
    ///
    /// It may be called more than once and from a job of the actor itself. It does not return before the step under
    /// way does, so a step whose library can hang needs a watchdog of its own. A thread that was never started ends
    /// at once.
    public func stop() async {
        await withCheckedContinuation { (continuation: CheckedContinuation<Void, Never>) in
            let isStopped = state.withLock { state in
                switch state.phase {
                case .new:
                    state.phase = .stopped
                    if !state.jobs.isEmpty { drainOnWorker(&state) }
                    return true
                case .stopped:
                    return true
                case .running, .stopping:
                    state.phase = .stopping
                    state.stopWaiters.append(continuation)
                    state.wakeIfWaiting()
                    return false
                }
            }
            if isStopped { continuation.resume() }
        }
        // The thread resumed us as its last action, so this join lasts microseconds and may run on any thread.
        let thread = state.withLock { state in
            defer { state.thread = nil }
            return state.thread
        }
        if let thread { pthread_join(thread, nil) }
    }

    // MARK: Step

    /// Puts a step in place of the present one; it runs from the next turn on. Without a step the thread sleeps until
    /// a job comes.
    ///
    /// The thread holds the step, and what it captures, until it is replaced or the thread ends. When this is called
    /// with nil from a job of the actor, neither the old step nor the old wake runs again, and the handle behind them
    /// may be destroyed.
    ///
    /// - Parameters:
    ///   - step: the library's wait, nil for none.
    ///   - wake: what ends that wait. Nil when the step polls ``wakeDescriptor``.
    public func setStep(_ step: Step?, wake: Wake? = nil) {
        // The old closures are released outside the lock: releasing them may end an actor, which may enqueue.
        var replaced: (Step?, Wake?) = (step, wake)
        state.withLock { state in
            state.wakeIfWaiting()
            swap(&state.step, &replaced.0)
            swap(&state.wake, &replaced.1)
        }
    }

    /// The descriptor to poll for reading besides the library's own, when no wake closure is given: it becomes readable
    /// when the step must return. The thread empties it. −1 (which `poll` ignores) when the thread is not running.
    public var wakeDescriptor: Int32 {
        state.withLock { $0.event?.descriptor ?? -1 }
    }

    /// Ends the step's wait, if it is in one, so that the next turn comes at once.
    ///
    /// For work that reaches the step by another way than the actor's jobs. A step that looks for such work at its
    /// beginning misses none: whatever is left after it has looked finds it waiting.
    public func wake() {
        state.withLock { $0.wakeIfWaiting() }
    }

    // MARK: SerialExecutor

    public func enqueue(_ job: consuming ExecutorJob) {
        let job = UnownedJob(job)
        state.withLock { state in
            state.jobs.append(job)
            state.wakeIfWaiting()
            if state.phase == .stopped { drainOnWorker(&state) }
        }
    }

    public func isIsolatingCurrentContext() -> Bool? {
        owner.load(ordering: .relaxed) == pthread_self()
    }

    public func checkIsolated() {
        precondition(
            owner.load(ordering: .relaxed) == pthread_self(),
            "This code must run on the thread '\(name)': call it through the actor that lives there.")
    }

    // MARK: The thread

    private func loop() {
        owner.store(pthread_self(), ordering: .relaxed)
        var batch: [UnownedJob] = []
        while true {
            takeJobs(&batch)?.clear()
            for job in batch { job.runSynchronously(on: asUnownedSerialExecutor()) }
            batch.removeAll(keepingCapacity: true)
            switch next() {
            case .step(let step, let mayWait): step(mayWait)
            case .idle(let event): event.wait()
            case .jobs: continue
            case .end(let waiters):
                for waiter in waiters { waiter.resume() }
                return
            }
        }
    }

    /// Swaps the queued jobs into the empty batch, and ends the waiting. Returns the event when it is set.
    private func takeJobs(_ batch: inout [UnownedJob]) -> WakeEvent? {
        state.withLock { state in
            swap(&batch, &state.jobs)
            let isEventSet = state.isWoken && state.wake == nil
            state.isWaiting = false
            state.isWoken = false
            return isEventSet ? state.event : nil
        }
    }

    private func next() -> Next {
        var released: (Step?, Wake?)
        return state.withLock { state in
            if state.phase == .stopping {
                guard state.jobs.isEmpty else { return .jobs }
                state.phase = .stopped
                state.event = nil
                swap(&state.step, &released.0)
                swap(&state.wake, &released.1)
                owner.store(0, ordering: .relaxed)
                defer { state.stopWaiters = [] }
                return .end(state.stopWaiters)
            }
            guard let step = state.step else {
                guard state.jobs.isEmpty, let event = state.event else { return .jobs }
                state.isWaiting = true
                return .idle(event)
            }
            state.isWaiting = state.jobs.isEmpty
            return .step(step, mayWait: state.isWaiting)
        }
    }

    // MARK: After the thread

    /// Has a worker of the system's pool run the queued jobs, unless one is at it.
    private func drainOnWorker(_ state: inout State) {
        guard !state.isDraining else { return }
        state.isDraining = true
        DispatchQueue.global().async { self.drain() }
    }

    private func drain() {
        var batch: [UnownedJob] = []
        while true {
            let isDone = state.withLock { state in
                swap(&batch, &state.jobs)
                if batch.isEmpty { state.isDraining = false }
                return batch.isEmpty
            }
            if isDone { return }
            owner.store(pthread_self(), ordering: .relaxed)
            for job in batch { job.runSynchronously(on: asUnownedSerialExecutor()) }
            owner.store(0, ordering: .relaxed)
            batch.removeAll(keepingCapacity: true)
        }
    }
}
