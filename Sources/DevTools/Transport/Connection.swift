import FoundationEssentials
import Glibc
import Synchronization

/// The pipe to one browser: calls go out, answers and events come in.
///
/// One thread does all reading and writing, so events reach `onEvent` in the order in which the browser sent them, and
/// before the answer that followed them reaches its caller. A call ends with its answer, its deadline, its task's
/// cancellation, its page's crash or closing, or the browser's end, whichever is first; it never stays.
final class Connection: Sendable {
    typealias Handler = @Sendable (IncomingEvent, _ session: String?) -> Void

    struct Limits: Sendable {
        /// The longest frame that is read; longer ones are dropped and their calls time out.
        var frame = 64 << 20
        /// Bytes that may wait to be written.
        var outbox = 64 << 20
        /// Calls that may wait for an answer.
        var calls = 4_096
    }

    /// One turn's orders to the thread.
    struct Plan {
        let wantsToWrite: Bool
        let wakeAt: ContinuousClock.Instant?
    }

    private struct State {
        var calls: CallTable<CheckedContinuation<Data, any Error>>
        var outbox: Outbox
        var closed: DevToolsError?
    }

    let limits: Limits
    let socket: Descriptor
    /// The browser's standard error.
    let diagnostics: Descriptor
    let wakePipe: WakePipe
    /// Set when the thread has ended, with the reason.
    let ended = Latch<DevToolsError>()
    /// The first words of the browser's standard error, up to 4 KiB: the reason of a failed start.
    let firstWords = Mutex(Data())

    private let state: Mutex<State>
    private let nextID = Atomic<Int>(1)

    /// Takes over both descriptors.
    init(
        socket: consuming Descriptor, diagnostics: consuming Descriptor, limits: Limits = Limits()
    ) throws(DevToolsError) {
        self.socket = socket
        self.diagnostics = diagnostics
        self.limits = limits
        wakePipe = try WakePipe()
        state = Mutex(State(calls: CallTable(limit: limits.calls), outbox: Outbox(limit: limits.outbox)))
    }

    /// Starts the thread.
    /// - Parameters:
    ///   - onEvent: called on the thread; must not block.
    ///   - onEnd: called on the thread, once, after the last event and after every waiting call has failed.
    func start(onEvent: @escaping Handler, onEnd: @escaping @Sendable (DevToolsError) -> Void) throws(DevToolsError) {
        try DetachedThread.start("devtools-pipe") {
            var loop = PipeLoop(connection: self, onEvent: onEvent)
            loop.run()
            let cause = self.closed ?? DevToolsError(.closed, "The browser has ended.")
            onEnd(cause)
            self.ended.set(cause)
        }
    }

    /// The reason why no more calls can be made, or nil while they can.
    var closed: DevToolsError? { state.withLock { $0.closed } }

    /// Ends the pipe and fails every waiting call. A browser ends when its pipe does.
    func close(_ cause: DevToolsError) {
        let waiting = state.withLock { state in
            if state.closed == nil { state.closed = cause }
            return state.calls.removeAll()
        }
        for entry in waiting { entry.waiter.resume(throwing: cause) }
        wakePipe.wake()
    }

    // MARK: Calls

    /// Sends a command and waits for its answer.
    /// - Parameter revives: the call may be made though the session's renderer has crashed.
    /// - Throws: `DevToolsError`, or `CancellationError` when the task is cancelled.
    func call<C: Command>(
        _ command: C, session: String? = nil, deadline: Duration, revives: Bool = false
    ) async throws -> C.Result {
        let id = makeToken()
        let frame = try RequestFrame(command, id: id, session: session).encoded()
        let answer = try await wait(id, what: C.method, session: session, limit: deadline, revives: revives) { state in
            state.outbox.append(frame)
        }
        return try ReplyFrame<C>.result(of: answer)
    }

    /// Sends a command whose answer nobody needs. It is dropped when the pipe is full or closed.
    func post<C: Command>(_ command: C, session: String? = nil) {
        let id = makeToken()
        guard let frame = try? RequestFrame(command, id: id, session: session).encoded() else { return }
        let taken = state.withLock { $0.closed == nil && $0.outbox.append(frame) }
        if taken { wakePipe.wake() }
    }

    /// A token to park with.
    func makeToken() -> Int {
        nextID.add(1, ordering: .relaxed).oldValue
    }

    /// Waits until `release` is called with the token. Ends like a call does.
    /// - Parameter whenParked: called once the token can be released.
    func park(
        _ token: Int, what: String, session: String?, limit: Duration, whenParked: () -> Void
    ) async throws {
        _ = try await wait(
            token, what: what, session: session, limit: limit, revives: true, send: { _ in true }, then: whenParked)
    }

    func release(_ token: Int) {
        state.withLock { $0.calls.remove(token) }?.waiter.resume(returning: Data())
    }

    /// Fails the waiting calls of a session.
    /// - Parameter refusingMore: further calls fail with the same error until `accept` is called.
    func fail(_ session: String, with error: DevToolsError, refusingMore: Bool) {
        let waiting = state.withLock { state in
            if refusingMore { state.calls.refuse(session, with: error) }
            return state.calls.removeAll(of: session)
        }
        for entry in waiting { entry.waiter.resume(throwing: error) }
    }

    func accept(_ session: String) {
        state.withLock { $0.calls.refuse(session, with: nil) }
    }

    private func wait(
        _ id: Int, what: String, session: String?, limit: Duration, revives: Bool,
        send: (inout State) -> Bool, then: () -> Void = {}
    ) async throws -> Data {
        try await withTaskCancellationHandler {
            try await withCheckedThrowingContinuation { continuation in
                let refusal: (any Error)? = state.withLock { state in
                    // Under the lock: a cancellation that comes later finds the entry.
                    if Task.isCancelled { return CancellationError() }
                    if let closed = state.closed { return closed }
                    let entry = CallTable.Entry(session: session, what: what, limit: limit, waiter: continuation)
                    if let refusal = state.calls.add(id, entry, now: .now, revives: revives) { return refusal }
                    if send(&state) { return nil }
                    _ = state.calls.remove(id)
                    return DevToolsError(.overloaded, "More than \(limits.outbox) bytes wait for the browser.")
                }
                if let refusal {
                    continuation.resume(throwing: refusal)
                } else {
                    wakePipe.wake()
                    then()
                }
            }
        } onCancel: {
            state.withLock { $0.calls.remove(id) }?.waiter.resume(throwing: CancellationError())
        }
    }

    // MARK: For the thread

    /// What to wait for next, or nil when the connection is closed.
    func plan() -> Plan? {
        state.withLock { state in
            state.closed == nil
                ? Plan(wantsToWrite: !state.outbox.isEmpty, wakeAt: state.calls.nextDeadline()) : nil
        }
    }

    func nextFrame() -> [UInt8]? {
        state.withLock { $0.outbox.popFirst() }
    }

    func answer(_ id: Int, with frame: Data) {
        state.withLock { $0.calls.remove(id) }?.waiter.resume(returning: frame)
    }

    func expireCalls() {
        let late = state.withLock { $0.calls.expire(.now) }
        for entry in late { entry.waiter.resume(throwing: DevToolsError.timeout(entry.what, after: entry.limit)) }
    }
}
