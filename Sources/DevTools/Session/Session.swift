import Synchronization

/// One page's line to the browser.
///
/// Events are applied on the pipe's thread in the order in which they came, before any later answer reaches its caller.
/// So whoever has the answer to a call also sees every change that the browser reported before it.
final class Session: Sendable {
    let id: String
    let target: String
    let events = Broadcast<PageEvent>()

    private struct Guarded {
        var page: SessionState
        var waiters: [Int: @Sendable (SessionState) -> Bool] = [:]
        var bindings: [SessionState.BindingKey: Broadcast<String>] = [:]
    }

    private let connection: Connection
    private let guarded: Mutex<Guarded>

    init(id: String, target: String, connection: Connection) {
        self.id = id
        self.target = target
        self.connection = connection
        guarded = Mutex(Guarded(page: SessionState(target: target)))
    }

    /// The page as of the last event.
    var page: SessionState { guarded.withLock { $0.page } }

    func forget(context: String) {
        guarded.withLock { $0.page.forget(context) }
    }

    func call<C: Command>(_ command: C, deadline: Duration, revives: Bool = false) async throws -> C.Result {
        try await connection.call(command, session: id, deadline: deadline, revives: revives)
    }

    func post<C: Command>(_ command: C) {
        connection.post(command, session: id)
    }

    /// Waits until the page's state is as wished. Ends like a call does, but not with a crash.
    func wait(
        _ what: String, limit: Duration, until isReached: @escaping @Sendable (SessionState) -> Bool
    ) async throws {
        let token = connection.makeToken()
        defer { guarded.withLock { $0.waiters[token] = nil } }
        try await connection.park(token, what: what, session: id, limit: limit) {
            let isThere = guarded.withLock { guarded in
                if isReached(guarded.page) { return true }
                guarded.waiters[token] = isReached
                return false
            }
            if isThere { connection.release(token) }
        }
    }

    /// The strings that the page's worlds send through a binding.
    func messages(of key: SessionState.BindingKey, limit: Int) -> AsyncStream<String> {
        let broadcast = guarded.withLock { guarded in
            let known = guarded.bindings[key] ?? Broadcast()
            guarded.bindings[key] = known
            return known
        }
        return broadcast.subscribe(limit: limit)
    }

    // MARK: On the pipe's thread

    func receive(_ event: IncomingEvent) {
        let (actions, reached) = guarded.withLock { guarded in
            let actions = guarded.page.apply(event)
            let reached = guarded.waiters.filter { $0.value(guarded.page) }.map(\.key)
            for token in reached { guarded.waiters[token] = nil }
            return (actions, reached)
        }
        for action in actions { perform(action) }
        for token in reached { connection.release(token) }
    }

    /// The page is gone, and with it whatever waits for it.
    func end(_ cause: DevToolsError) {
        connection.fail(id, with: cause, refusingMore: false)
        let bindings = guarded.withLock { guarded in
            guarded.waiters = [:]
            return Array(guarded.bindings.values)
        }
        events.finish()
        for binding in bindings { binding.finish() }
    }

    private func perform(_ action: SessionState.Action) {
        switch action {
        case .answerDialog(let accept):
            // Here and not by a task: until it is answered, every script in the page stands still.
            connection.post(PageDomain.HandleJavaScriptDialog(accept: accept), session: id)
        case .tell(let event):
            events.send(event)
        case .deliver(let key, let payload):
            guarded.withLock { $0.bindings[key] }?.send(payload)
        case .failCalls:
            connection.fail(id, with: .pageCrashed, refusingMore: true)
        case .acceptCalls:
            connection.accept(id)
        }
    }
}
