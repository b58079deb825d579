import Glibc

/// A Chromium that belongs to this process.
///
/// It is driven over an inherited pipe: there is no port that others could reach. It never outlives us: `close` ends
/// it, and if this process dies in any way, the pipe's end makes it go by itself.
///
/// Errors are `DevToolsError`, or `CancellationError` when the calling task is cancelled.
public actor Browser {
    /// Chromium's id of its process.
    public nonisolated let processID: Int32
    private nonisolated let process: BrowserProcess
    private let router: SessionRouter
    private let configuration: BrowserConfiguration
    private var closing: Task<Void, Never>?

    private init(process: BrowserProcess, router: SessionRouter, configuration: BrowserConfiguration) {
        self.process = process
        self.router = router
        self.configuration = configuration
        processID = process.child.pid
    }

    deinit {
        process.connection.close(Self.closed)
    }

    /// Starts a browser and waits until it answers.
    /// - Throws: `browserMissing`, `profileInUse`, `profileUnusable`, `invalidConfiguration`, or `launchFailed` with
    ///   the browser's own last words. No process stays behind then.
    public static func launch(_ configuration: BrowserConfiguration) async throws -> Browser {
        let process = try await BrowserProcess.start(configuration)
        let router = SessionRouter(connection: process.connection)
        try process.connect(onEvent: { router.receive($0, session: $1) }, onEnd: { router.end($0) })
        let browser = Browser(process: process, router: router, configuration: configuration)
        do {
            try await browser.setUp()
            return browser
        } catch {
            let reason = await process.explainFailedStart(error)
            await browser.close()
            throw reason
        }
    }

    /// Lives as long as the browser does. Returns when the browser was closed by us; closes it when the task is
    /// cancelled.
    /// - Throws: `closed` when the browser ended by itself.
    public func run() async throws {
        if let status = await process.child.exit.wait() {
            guard closing == nil else { return }
            throw DevToolsError(.closed, "The browser ended by itself with \(status).")
        }
        await close()
    }

    /// Opens a page, blank and ready to use.
    /// - Parameter blockedURLs: see `Page.setBlockedURLs`.
    public func newPage(blockedURLs: [String] = []) async throws -> Page {
        let session = try await router.openPage(deadline: configuration.callDeadline)
        let page = Page(session: session, router: router, callDeadline: configuration.callDeadline)
        do {
            try await page.setUp()
            if !blockedURLs.isEmpty { try await page.setBlockedURLs(blockedURLs) }
            return page
        } catch {
            try? await page.close()
            throw error
        }
    }

    /// Asks the browser who it is: the sign that it lives.
    public func version() async throws -> BrowserVersion {
        try await call(BrowserDomain.GetVersion(), deadline: configuration.callDeadline)
    }

    /// All cookies, session cookies too, which Chromium itself forgets at its end.
    public func cookies() async throws -> [Cookie] {
        try await call(StorageDomain.GetCookies(), deadline: configuration.callDeadline).cookies.map(\.cookie)
    }

    public func setCookies(_ cookies: [Cookie]) async throws {
        let command = StorageDomain.SetCookies(cookies: cookies.map { StorageDomain.WireCookie($0) })
        try await call(command, deadline: configuration.callDeadline).discard()
    }

    /// Ends the browser: asks it to write its profile and go, and ends it by force when `closeDeadline` passes. When
    /// this returns its process is gone. It does not stop half-way when the calling task is cancelled.
    public func close() async {
        let task = closing ?? Task { await self.shutDown() }
        closing = task
        await task.value
    }

    /// Every page that exists, ours or not.
    func pageTargets() async throws -> [String] {
        let all = try await call(TargetDomain.GetTargets(), deadline: configuration.callDeadline)
        return all.targetInfos.filter { $0.type == "page" }.map(\.targetId)
    }

    var profileDirectory: String { configuration.profileDirectory }

    private func shutDown() async {
        let deadline = configuration.closeDeadline
        let end = ContinuousClock.now + deadline
        _ = try? await call(BrowserDomain.Close(), deadline: deadline)
        let left = max(.zero, ContinuousClock.now.duration(to: end))
        if await process.child.exit.wait(atMost: left) == nil {
            process.child.signal(SIGKILL)
            // The kernel ends it at once, unless it waits for a disk that does not answer.
            _ = await process.child.exit.wait(atMost: .seconds(5))
        }
        process.connection.close(Self.closed)
        _ = await process.connection.ended.wait(atMost: .seconds(1))
    }

    private func setUp() async throws {
        let deadline = configuration.startDeadline
        _ = try await call(BrowserDomain.GetVersion(), deadline: deadline)
        try await call(BrowserDomain.SetDownloadBehavior(behavior: "deny"), deadline: deadline).discard()
        // A permission that this version does not know cannot be given to a page either.
        for permission in BrowserDomain.SetPermission.allDenied { process.connection.post(permission) }
        try await call(TargetDomain.SetAutoAttach.pages, deadline: deadline).discard()
    }

    private func call<C: Command>(_ command: C, deadline: Duration) async throws -> C.Result {
        try await process.connection.call(command, deadline: deadline)
    }

    private static let closed = DevToolsError(.closed, "The browser has been closed.")
}
