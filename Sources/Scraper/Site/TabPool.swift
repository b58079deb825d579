import DevTools

/// A few tabs that take turns. A conversation goes to the tab that shows it, if that one is free.
actor TabPool {
    struct Tab: Sendable {
        let index: Int
        let page: SitePage
        /// The conversation it shows; nil when that is not known.
        var shows: String?
    }

    private struct Waiter {
        let id: UInt64
        let conversation: String
        let continuation: CheckedContinuation<Tab?, Never>
    }

    /// How long somebody waits for a tab, or for the browser to be there at all.
    let patience: Duration

    private var tabs: [Tab] = []
    private var free: Set<Int> = []
    private var waiters: [Waiter] = []
    private var nextWaiter: UInt64 = 0
    private var onBroken: @Sendable () -> Void = {}

    init(patience: Duration = .seconds(20)) {
        self.patience = patience
    }

    /// Takes in the tabs of a browser.
    /// - Parameter onBroken: called when a tab could not be brought back after it hung or crashed.
    func open(_ pages: [SitePage], onBroken: @escaping @Sendable () -> Void) {
        tabs = pages.enumerated().map { Tab(index: $0.offset, page: $0.element, shows: nil) }
        free = Set(tabs.indices)
        self.onBroken = onBroken
        serve()
    }

    /// The browser is gone; whoever waits goes on waiting for the next one.
    func close() {
        tabs = []
        free = []
    }

    /// Lends a tab for the conversation.
    /// - Throws: `SiteError` with `unavailable` when none became free in time; `CancellationError`.
    func with<R: Sendable>(_ conversation: String, _ body: @Sendable (Tab) async throws -> R) async throws -> R {
        guard let tab = await take(conversation) else {
            try Task.checkCancellation()
            throw SiteError(.unavailable, "no tab of the browser became free within \(patience)")
        }
        do {
            let result = try await body(tab)
            giveBack(tab, shows: conversation)
            return result
        } catch {
            // What it shows now is not known; it is opened anew. By a task of its own, which the caller's cancellation
            // does not reach: a tab is not broken because its user was told to stop.
            Task { await self.heal(tab) }
            throw error
        }
    }

    /// Looks after the tabs that nobody uses: one that hangs or has crashed is loaded again.
    func tend() async {
        for index in free.sorted() where free.contains(index) {
            free.remove(index)
            let tab = tabs[index]
            if await tab.page.page.isResponsive() { giveBack(tab, shows: tab.shows) } else { await heal(tab) }
        }
    }

    private func heal(_ tab: Tab) async {
        if await !tab.page.page.isResponsive() {
            do {
                try await tab.page.page.recover(deadline: .seconds(10))
            } catch {
                if isMine(tab) { onBroken() }
                return
            }
        }
        giveBack(tab, shows: nil)
    }

    private func take(_ conversation: String) async -> Tab? {
        if let tab = pick(conversation) { return tab }
        nextWaiter += 1
        let id = nextWaiter
        let timer = Task { [patience] in
            try? await Task.sleep(for: patience)
            self.giveUp(id)
        }
        defer { timer.cancel() }
        return await withTaskCancellationHandler {
            await withCheckedContinuation { continuation in
                if Task.isCancelled {
                    continuation.resume(returning: nil)
                } else {
                    waiters.append(Waiter(id: id, conversation: conversation, continuation: continuation))
                }
            }
        } onCancel: {
            Task { await self.giveUp(id) }
        }
    }

    private func pick(_ conversation: String) -> Tab? {
        let index =
            free.first { tabs[$0].shows == conversation } ?? free.first { tabs[$0].shows == nil } ?? free.first
        guard let index else { return nil }
        free.remove(index)
        return tabs[index]
    }

    private func giveBack(_ tab: Tab, shows conversation: String?) {
        guard isMine(tab) else { return }
        tabs[tab.index].shows = conversation
        free.insert(tab.index)
        serve()
    }

    /// Whether it is a tab of the browser that runs now.
    private func isMine(_ tab: Tab) -> Bool {
        tabs.indices.contains(tab.index) && tabs[tab.index].page.page === tab.page.page
    }

    private func serve() {
        while let waiter = waiters.first, let tab = pick(waiter.conversation) {
            waiters.removeFirst()
            waiter.continuation.resume(returning: tab)
        }
    }

    private func giveUp(_ id: UInt64) {
        guard let index = waiters.firstIndex(where: { $0.id == id }) else { return }
        waiters.remove(at: index).continuation.resume(returning: nil)
    }
}
