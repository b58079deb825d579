import FoundationEssentials

extension Page {
    /// Shows a URL and waits until its document has loaded. A change of the fragment alone loads nothing and is done
    /// at once.
    /// - Parameter deadline: for both together.
    /// - Throws: `navigationFailed` when the address cannot be reached, is a download or is no address.
    public func navigate(to url: String, deadline: Duration = .seconds(30)) async throws {
        let end = ContinuousClock.now + deadline
        let answer = try await session.call(PageDomain.Navigate(url: url), deadline: deadline)
        if answer.isDownload == true {
            throw DevToolsError(.navigationFailed, "\(Self.host(of: url)) offers a download, which is refused.")
        }
        if let text = answer.errorText {
            throw DevToolsError(.navigationFailed, "\(Self.host(of: url)) could not be loaded: \(text.prefix(80)).")
        }
        guard let loader = answer.loaderId else { return }
        let left = ContinuousClock.now.duration(to: end)
        try await session.wait("Loading \(Self.host(of: url))", limit: left) { $0.hasLoaded(loader) }
    }

    /// Loads the document again and waits until it has loaded. Revives a crashed page; installed scripts and bindings
    /// stay.
    public func reload(deadline: Duration = .seconds(30)) async throws {
        let end = ContinuousClock.now + deadline
        let commits = session.page.commits
        try await session.call(PageDomain.Reload(), deadline: deadline, revives: true).discard()
        let left = ContinuousClock.now.duration(to: end)
        try await session.wait("Reloading", limit: left) { $0.commits > commits && $0.isLoaded }
    }

    /// Puts HTML in the place of what the document shows. Its address stays, and so do worlds and installed scripts, which
    /// do not run anew. Scripts in the HTML run unless the HTML itself forbids them.
    public func setContent(_ html: String, deadline: Duration = .seconds(30)) async throws {
        let command = PageDomain.SetDocumentContent(frameId: session.page.mainFrame, html: html)
        try await session.call(command, deadline: deadline).discard()
    }

    /// Whether the page runs a script within the limit. False for a page that hangs, has crashed or is gone.
    public func isResponsive(within limit: Duration = .seconds(2)) async -> Bool {
        let one = try? await evaluate("1", as: Int.self, timeout: limit)
        return one == 1
    }

    /// Brings back a page that has crashed or hangs: ends the running script, then reloads once.
    ///
    /// If it throws, close the page and open another one.
    public func recover(deadline: Duration = .seconds(30)) async throws {
        try? await session.call(RuntimeDomain.TerminateExecution(), deadline: .seconds(1), revives: false).discard()
        try await reload(deadline: deadline)
    }

    /// Kills the renderer, for tests of what follows.
    func crash() {
        session.post(PageDomain.Crash())
    }

    /// The address without path and query, which may hold secrets.
    private static func host(of url: String) -> String {
        URL(string: url)?.host() ?? "The page"
    }
}
