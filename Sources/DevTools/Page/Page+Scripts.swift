extension Page {
    /// The value of an expression; if that is a promise, what it is resolved with.
    ///
    /// The expression must be a constant of the program. Whatever comes from outside goes through `callFunction`.
    /// - Parameters:
    ///   - timeout: when it passes, a script that does not return is ended.
    ///   - type: any type that JSON can carry; an optional takes `undefined` and null.
    /// - Throws: `javascript` when the script throws, `timeout`, `contextLost` when the document is replaced meanwhile,
    ///   `unexpectedResult` when the value is no `T`.
    public func evaluate<T: Decodable & Sendable>(
        _ expression: String, as type: T.Type = T.self, in world: World = .utility,
        timeout: Duration = .seconds(5)
    ) async throws -> T {
        try await inContext(of: world, timeout: timeout) { session, context, left in
            let command = RuntimeDomain.Evaluate<T>(
                expression: expression, uniqueContextId: context, timeout: Int(max(1, left.milliseconds)))
            // Chromium ends the script; our own deadline is for a promise, and a page that does not answer at all.
            return try await session.call(command, deadline: left + .milliseconds(250)).value
        }
    }

    /// Evaluates an expression for what it does.
    public func run(_ expression: String, in world: World = .utility, timeout: Duration = .seconds(5)) async throws {
        _ = try await evaluate(expression, as: Nothing.self, in: world, timeout: timeout)
    }

    /// Calls a function and gives back its value; if that is a promise, what it is resolved with.
    /// - Parameters:
    ///   - declaration: the function's source, `(a, b) => …` or `async function(a, b) { … }`: a constant of the program.
    ///   - arguments: passed by value, never as part of the source.
    /// - Throws: as `evaluate` does. A function that does not return keeps the page busy after `timeout`; see `recover`.
    public func callFunction<T: Decodable & Sendable>(
        _ declaration: String, arguments: [any Encodable & Sendable] = [], as type: T.Type = T.self,
        in world: World = .utility, timeout: Duration = .seconds(5)
    ) async throws -> T {
        try await inContext(of: world, timeout: timeout) { session, context, left in
            let command = RuntimeDomain.CallFunctionOn<T>(
                functionDeclaration: declaration, arguments: arguments.map { RuntimeDomain.Argument(value: $0) },
                uniqueContextId: context)
            return try await session.call(command, deadline: left).value
        }
    }

    /// Calls a function for what it does.
    public func runFunction(
        _ declaration: String, arguments: [any Encodable & Sendable] = [], in world: World = .utility,
        timeout: Duration = .seconds(5)
    ) async throws {
        _ = try await callFunction(
            declaration, arguments: arguments, as: Nothing.self, in: world, timeout: timeout)
    }

    /// Runs a script at the start of every document from now on, and at once in the one shown.
    ///
    /// It runs in frames within the page too; a script that is for the page alone starts with
    /// `if (window !== window.top) return;`.
    public func install(script: String, in world: World = .utility) async throws -> InstalledScript {
        let command = PageDomain.AddScriptToEvaluateOnNewDocument(source: script, worldName: world.name)
        return InstalledScript(id: try await session.call(command, deadline: callDeadline).identifier)
    }

    /// Stops a script from running in later documents. What it has done in the one shown stays.
    public func remove(_ script: InstalledScript) async throws {
        let command = PageDomain.RemoveScriptToEvaluateOnNewDocument(identifier: script.id)
        try await session.call(command, deadline: callDeadline).discard()
    }

    /// Gives a world a function by this name, with which it sends us strings, in this document and all later ones.
    ///
    /// Only calls from the main frame are passed on. In an isolated world the page cannot see the function, yet what it
    /// sends comes from the page's content: treat it as hostile. Strings over 1 MiB are dropped; of strings that are
    /// not read the newest `limit` are kept. The sequence ends when the page is closed or the browser ends; it outlives
    /// a crash.
    public func binding(
        _ name: String, in world: World = .utility, limit: Int = 64
    ) async throws -> AsyncStream<String> {
        let stream = session.messages(of: SessionState.BindingKey(name: name, world: world), limit: limit)
        let command = RuntimeDomain.AddBinding(name: name, executionContextName: world.name)
        try await session.call(command, deadline: callDeadline).discard()
        return stream
    }

    /// Runs `body` with the world's context in the main frame. A context that proves to be gone before the script
    /// started is replaced by its successor; one lost later is an error, for the script may have run.
    func inContext<R: Sendable>(
        of world: World, timeout: Duration,
        _ body: (Session, _ context: String, _ left: Duration) async throws -> R
    ) async throws -> R {
        let end = ContinuousClock.now + timeout
        while true {
            let left = ContinuousClock.now.duration(to: end)
            guard left > .zero else { throw DevToolsError.timeout("A script's document", after: timeout) }
            let context = try await context(of: world, limit: left)
            do {
                return try await body(session, context, left)
            } catch let error as DevToolsError where error.isLostBeforeRunning {
                session.forget(context: context)
            }
        }
    }

    private func context(of world: World, limit: Duration) async throws -> String {
        if let known = session.page.context(in: world) { return known }
        if let name = world.name {
            let command = PageDomain.CreateIsolatedWorld(frameId: session.page.mainFrame, worldName: name)
            // Refused while one document gives way to the next; the successor's context is waited for below.
            do { _ = try await session.call(command, deadline: limit) } catch let error as DevToolsError
                where error.isAboutTheFrame
            {}
        }
        if let known = session.page.context(in: world) { return known }
        try await session.wait("A script's document", limit: min(limit, .milliseconds(200))) {
            $0.context(in: world) != nil
        }
        return session.page.context(in: world) ?? ""
    }
}

/// A script that runs in every document of a page.
public struct InstalledScript: Sendable, Hashable {
    let id: String
}

extension DevToolsError {
    fileprivate var isLostBeforeRunning: Bool { code == .contextLost && message == ContextFault.missing }

    fileprivate var isAboutTheFrame: Bool { code == .refused(-32000) || code == .contextLost }
}
