import Synchronization

/// Hands each event to its page, takes in our pages and refuses all others.
final class SessionRouter: Sendable {
    private struct Guarded {
        var targets = TargetTable()
        var sessions: [String: Session] = [:]
        /// Who waits for a page to appear, by its target.
        var waiters: [String: Int] = [:]
        /// Who waits for a page to go, by its session.
        var leavers: [String: Int] = [:]

        func session(of target: String) -> Session? {
            targets.session(of: target).flatMap { sessions[$0] }
        }
    }

    private let connection: Connection
    private let guarded = Mutex(Guarded())

    init(connection: Connection) {
        self.connection = connection
    }

    /// Makes a page and waits until the browser has handed out its session.
    func openPage(deadline: Duration) async throws -> Session {
        guarded.withLock { $0.targets.requestBegan() }
        let target: String
        do {
            let command = TargetDomain.CreateTarget(url: "about:blank")
            target = try await connection.call(command, deadline: deadline).targetId
        } catch {
            perform(guarded.withLock { $0.targets.requestEnded(nil) })
            throw error
        }
        perform(guarded.withLock { $0.targets.requestEnded(target) })
        do {
            let token = connection.makeToken()
            try await connection.park(token, what: "The new page", session: nil, limit: deadline) {
                let isThere = guarded.withLock { guarded in
                    if guarded.session(of: target) != nil { return true }
                    guarded.waiters[target] = token
                    return false
                }
                if isThere { connection.release(token) }
            }
            guard let session = session(of: target) else { throw DevToolsError.pageDetached }
            return session
        } catch {
            guarded.withLock { guarded in
                guarded.targets.forget(target)
                guarded.waiters[target] = nil
            }
            connection.post(TargetDomain.CloseTarget(targetId: target))
            throw error
        }
    }

    /// Closes a page and waits until the browser has let go of it.
    func close(_ session: Session, deadline: Duration) async throws {
        let token = connection.makeToken()
        let target = session.target
        defer { guarded.withLock { $0.leavers[session.id] = nil } }
        try await connection.park(token, what: "Closing a page", session: nil, limit: deadline) {
            let isGone = guarded.withLock { guarded in
                guarded.leavers[session.id] = token
                return guarded.sessions[session.id] == nil
            }
            if isGone { connection.release(token) } else { connection.post(TargetDomain.CloseTarget(targetId: target)) }
        }
    }

    // MARK: On the pipe's thread

    func receive(_ event: IncomingEvent, session: String?) {
        switch event {
        case .attached(let page): perform(guarded.withLock { $0.targets.attached(page) })
        case .detached(let page): perform(guarded.withLock { $0.targets.detached(page.sessionId) })
        default:
            guard let session else { return }
            guarded.withLock { $0.sessions[session] }?.receive(event)
        }
    }

    /// The browser is gone.
    func end(_ cause: DevToolsError) {
        let sessions = guarded.withLock { guarded in
            defer { guarded.sessions = [:] }
            return Array(guarded.sessions.values)
        }
        for session in sessions { session.end(cause) }
    }

    private func session(of target: String) -> Session? {
        guarded.withLock { $0.session(of: target) }
    }

    private func perform(_ actions: [TargetTable.Action]) {
        for action in actions {
            switch action {
            case .adopt(let target, let id):
                let session = Session(id: id, target: target, connection: connection)
                let waiter = guarded.withLock { guarded in
                    guarded.sessions[id] = session
                    return guarded.waiters.removeValue(forKey: target)
                }
                if let waiter { connection.release(waiter) }
            case .refuse(let target, let id, let opener):
                connection.post(TargetDomain.CloseTarget(targetId: target))
                // The page that opened it stands still until it may run, even if it is closed by then.
                connection.post(RuntimeDomain.RunIfWaitingForDebugger(), session: id)
                if let opener { session(of: opener)?.events.send(.popUpRefused) }
            case .drop(let id):
                let (session, leaver) = guarded.withLock { guarded in
                    (guarded.sessions.removeValue(forKey: id), guarded.leavers[id])
                }
                session?.end(.pageDetached)
                if let leaver { connection.release(leaver) }
            }
        }
    }
}
