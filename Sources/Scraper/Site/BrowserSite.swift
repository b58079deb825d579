import DevTools
import FoundationEssentials
import Logging
import Shared
import Synchronization

/// The platform in a real browser: one tab watches the list, a few read and type.
///
/// ``run()`` keeps it alive: a browser that ends is started again, a session that ends is signed in again.
final class BrowserSite: ChatSite {
    typealias SessionHandler = @Sendable (SessionNews) async -> Void

    let platform: String
    private let doctor: SelectorDoctor
    private let packFile: PackFile?
    private let cookies: CookieSnapshot?
    private let pages = Mutex<[SitePage]>([])
    private let base: String
    private let configuration: BrowserConfiguration
    private let signIn: SignIn
    private let tabCount: Int
    private let pool = TabPool()
    private let list = ListKnowledge()
    private let rowStream: AsyncStream<[ConversationRow]>
    private let newRows: AsyncStream<[ConversationRow]>.Continuation
    private let changeStream: AsyncStream<String>
    private let newChanges: AsyncStream<String>.Continuation
    private let answers: AnswerDesk
    /// A person is waited for: no page is touched.
    private let isFrozen = Mutex(false)
    private let signIns = Mutex(SignInPacer())
    private let tellSession: SessionHandler
    private let logger: Logger

    /// - Parameters:
    ///   - packFile: where the doctor's pack comes from; what changes there is used at once.
    ///   - base: the platform's address, with a slash at the end.
    ///   - answers: where people's answers to what the site asks come in.
    ///   - onSession: told how the session stands, each time it may have changed.
    init(
        doctor: SelectorDoctor, packFile: PackFile? = nil, base: String, browser: BrowserConfiguration,
        cookies: CookieSnapshot? = nil, signIn: SignIn, tabs: Int, answers: AnswerDesk = AnswerDesk(), logger: Logger,
        onSession: @escaping SessionHandler
    ) {
        platform = doctor.inUse.current.name
        self.doctor = doctor
        self.packFile = packFile
        self.cookies = cookies
        self.base = base
        configuration = browser
        self.signIn = signIn
        tabCount = max(1, tabs)
        self.answers = answers
        tellSession = onSession
        self.logger = logger
        // The newest state of the list says all that older ones said.
        (rowStream, newRows) = AsyncStream.makeStream(bufferingPolicy: .bufferingNewest(1))
        // What does not fit is found by the list.
        (changeStream, newChanges) = AsyncStream.makeStream(bufferingPolicy: .bufferingNewest(256))
    }

    private var pack: SelectorPack { doctor.inUse.current }

    func rows() async -> AsyncStream<[ConversationRow]> { rowStream }

    func changes() async -> AsyncStream<String> { changeStream }

    func read(_ conversation: String, atLeast bubbles: Int, _ view: ConversationView) async throws -> Transcript {
        try await told {
            try requireThawed()
            return try await pool.with(conversation) { tab in
                // The list may not have heard yet of what the page told: what it says would be waited for in vain.
                var (shown, row) = try await self.open(conversation, in: tab, isListed: view != .shown)
                if view == .loadedAnew { shown = try await tab.page.loadAnew(conversation) }
                self.list.note(shown.transcript, row: row)
                let whole = try await tab.page.readBack(shown, of: conversation, atLeast: bubbles)
                if whole.bubbles.count == shown.bubbles.count, whole.bubbles.count < bubbles, !whole.isComplete {
                    await self.reject(.loadEarlier, on: tab)
                }
                return whole.transcript
            }
        }
    }

    func type(
        _ text: String, in conversation: String,
        ifCurrent isCurrent: @escaping @Sendable (Transcript) async throws -> Bool
    ) async throws -> TypingResult {
        try await told {
            try requireThawed()
            return try await pool.with(conversation) { tab in
                let (shown, row) = try await self.open(conversation, in: tab)
                guard shown.quarantined.isEmpty else {
                    await self.keep(PageFailure(kind: .healing, role: shown.quarantined.first), on: tab, conversation)
                    throw SiteError(
                        .selectors,
                        "the site changed, and it is not certain yet where a reply is typed and sent: it waits for more "
                            + "looks that agree, or for a person's word (scraper selectors)")
                }
                guard !shown.isTypedByHand else { return .handTyping }
                guard try await isCurrent(shown.transcript) else { return .outOfDate }
                self.list.note(shown.transcript, row: row)
                let result = try await tab.page.send(text, in: conversation, shown: shown)
                if let failure = result.failure { await self.keep(failure, on: tab, conversation) }
                switch result {
                case .delivered(let transcript): self.list.noteSent(transcript, in: conversation)
                case .ambiguous: await self.reject(.send, on: tab)
                case .outOfDate, .handTyping, .notTyped: break
                }
                return result
            }
        }
    }

    /// Until cancelled. When only a person can help, it says so and then waits to be cancelled.
    func run() async throws {
        var backoff = Backoff.reconnect
        var budget = CrashBudget()
        defer {
            newRows.finish()
            newChanges.finish()
        }
        while true {
            let start = ContinuousClock.now
            var pause = Duration.zero
            do {
                try await live()
            } catch {
                try Task.checkCancellation()
                if let stop = error as? NeedsPerson {
                    await onSession(stop.news)
                    // Trying again would not help, and could lock the account.
                    while try await !hasNewPack() { try await Task.sleep(for: Inbox.sweep) }
                    continue
                }
                let trouble = SiteTrouble(error)
                await onSession(.degraded, trouble.words)
                if trouble.isOfBrowser, !budget.allowsRecovery() {
                    pause = .seconds(300)
                    logger.error("the browser ends again and again; it is left alone for five minutes")
                }
            }
            if ContinuousClock.now - start > .seconds(60) { backoff.reset() }
            try await Task.sleep(for: max(pause, backoff.next()))
        }
    }

    /// One browser's life; ends with the error that ended it.
    private func live() async throws {
        let browser = try await Browser.launch(configuration)
        await cookies?.restore(to: browser)
        do {
            try await serve(browser)
        } catch {
            await pool.close()
            // Also when we are told to stop: by a task that this does not reach.
            await Task { await cookies?.save(from: browser) }.value
            await browser.close()
            throw error
        }
    }

    private func serve(_ browser: Browser) async throws {
        await onSession(.connecting, nil)
        _ = try await hasNewPack()
        await doctor.reload()
        let first = FirstPage(doctor: doctor, list: list)
        let inbox = try await first.watched {
            try await Inbox.open(
                browser, pack: await doctor.healed, base: base, signIn: signIn, answers: answers
            ) {
                first.note($0)
                return try await self.heal($0, conversation: nil)
            } remember: {
                first.note($0)
                await self.remember($0)
            } ask: {
                await first.keep($0)
                await self.onSession($0.news)
            }
        }
        await cookies?.save(from: browser)
        var pages: [SitePage] = []
        for _ in 0..<tabCount {
            pages.append(
                try await SitePage.open(
                    browser, pack: await doctor.healed, base: base, at: pack.urls.inbox, telling: .conversation))
        }
        self.pages.withLock { $0 = pages + [inbox.tab] }
        defer { self.pages.withLock { $0 = [] } }
        try await first.watched { try await inbox.show() }
        if pack.roles[.listScroller] != nil { take(try await inbox.lookThrough()) }
        let (broken, onBroken) = AsyncStream.makeStream(of: Void.self, bufferingPolicy: .bufferingNewest(1))
        await pool.open(pages) { onBroken.yield() }
        await onSession(.connected, nil)
        try await withThrowingTaskGroup(of: Void.self) { group in
            defer { group.cancelAll() }
            group.addTask { try await browser.run() }
            group.addTask { for await rows in inbox.pushes() { self.take(rows) } }
            for page in pages {
                group.addTask {
                    for await conversation in page.told { self.newChanges.yield(conversation) }
                    // Its end is the browser's.
                    try await Task.sleep(for: .seconds(3_600))
                }
            }
            group.addTask { try await self.tend(inbox, of: browser) }
            group.addTask { for await _ in broken { return } }
            try await group.next()
        }
        try Task.checkCancellation()
        throw BrowserEnded()
    }

    /// A net under the push. A page may be loaded anew under its hands, which the next round mends; what goes on for
    /// three rounds does not mend itself.
    private func tend(_ inbox: Inbox, of browser: Browser) async throws {
        var failures = 0
        var cover = Cover()
        while true {
            try await Task.sleep(for: Inbox.sweep)
            do {
                try await sweep(inbox)
                await cookies?.save(from: browser)
                // Whoever found a page frozen had an old one.
                isFrozen.withLock { $0 = false }
                switch cover.next(try await inbox.tab.script.state().cover) {
                case .none: break
                case .lies(let selector):
                    let picture = await inbox.tab.picture(of: .cover)
                    await onSession(SessionNews(.degraded, Cover.advice(selector), picture: picture))
                case .isGone: await onSession(.connected, nil)
                }
                failures = 0
            } catch let error as DevToolsError where error.isRetriable && failures < 2 {
                failures += 1
                logger.notice("the inbox could not be looked at; it is tried again", metadata: ["reason": "\(error)"])
            }
        }
    }

    /// Looks at the session, the list and tabs that hang.
    private func sweep(_ inbox: Inbox) async throws {
        if try await !hasNewPack(tried: inbox.tab) {
            await doctor.reload()
            await useHealed()
        }
        if try await !inbox.isSignedIn() {
            let state = try await inbox.tab.script.state()
            if !state.hasChallenge, !state.isBanned, let advice = signIns.withLock({ $0.advice(at: .now) }) {
                return await onSession(.loggedOut, advice)
            }
            await onSession(.loggedOut, nil)
            try await inbox.signInAgain()
            await onSession(.connected, nil)
        }
        signIns.withLock { $0.signedIn(at: .now) }
        let rows = try await inbox.look(known: list.rows)
        take(rows)
        // Only of a list that can be trusted.
        if !rows.isEmpty { await remember(inbox.tab) }
        await pool.tend()
    }

    /// Whether the pack's file changed; it is used from now on.
    /// - Parameter tab: tries it, if there is a tab.
    private func hasNewPack(tried tab: SitePage? = nil) async throws -> Bool {
        switch packFile?.look() {
        case nil: return false
        case .faulty(let faults):
            logger.error("\(faults); the one before stays in use")
            return false
        case .new(let pack):
            let invalid = try await tab?.script.invalidSelectors(of: HealedPack(pack: pack, found: [])) ?? []
            guard invalid.isEmpty else {
                let words = invalid.joined(separator: "; ")
                logger.error("the selector pack holds what is no CSS selector (\(words)); the one before stays in use")
                return false
            }
            await doctor.use(pack)
            await useHealed()
            logger.notice("the selector pack was read anew", metadata: ["version": "\(pack.version)"])
            return true
        }
    }

    /// Looks for what a changed page shows elsewhere.
    /// - Returns: whether something was found that can be used now.
    private func heal(_ tab: SitePage, conversation: String?) async throws -> Bool {
        guard try await doctor.look(at: tab, rows: list.rows, conversation: conversation) else { return false }
        // While the session is only begun, it is the one page there is.
        try await tab.use(await doctor.healed)
        await useHealed()
        return true
    }

    /// A click on a role led nowhere. What the pack itself says may have its reasons; what was found may be wrong.
    private func reject(_ role: Role, on tab: TabPool.Tab) async {
        guard (try? await tab.page.script.isFound(role)) == true else { return }
        await doctor.reject(role)
        await useHealed()
    }

    /// What it looks like now is only for a later time: nothing waits for it.
    private func remember(_ tab: SitePage) async { try? await doctor.remember(tab) }

    /// A tab that does not answer at this moment is loaded anew before long, and then has it from its script.
    private func useHealed() async {
        // Asked for anew each time: several tabs may find something at once, and the newest counts.
        for page in pages.withLock({ $0 }) { try? await page.use(await doctor.healed) }
    }

    private func take(_ rows: [ConversationRow]) {
        newRows.yield(list.update(rows, isPart: pack.roles[.listScroller] != nil))
    }

    /// Opens a conversation, at least as new as what the list says at this moment.
    private func open(
        _ conversation: String, in tab: TabPool.Tab, isListed: Bool = true
    ) async throws -> (shown: PageScript.Conversation, row: ConversationRow?) {
        let row = isListed ? list.row(conversation) : nil
        func show() async throws -> PageScript.Conversation {
            try await tab.page.open(conversation, isShown: tab.shows == conversation) { [list] in
                list.isCurrent($0, row: row)
            }
        }
        var shown: PageScript.Conversation
        do {
            shown = try await show()
            if tab.shows == nil { await remember(tab.page) }
        } catch let error as SiteError where error.code == .selectors {
            guard try await heal(tab.page, conversation: conversation) else {
                let kept = await keep(PageFailure(kind: .reading, role: .bubble), on: tab, conversation)
                await doctor.degraded(.bubble, error.description, snapshot: kept)
                throw error
            }
            shown = try await tab.page.settled(conversation)
        }
        let isNew = tab.shows != conversation
        if await doctor.doubt(about: shown.transcript, of: conversation, isNew: isNew) != nil {
            _ = try await heal(tab.page, conversation: conversation)
            shown = try await tab.page.settled(conversation)
            if let doubt = await doctor.doubt(about: shown.transcript, of: conversation, isNew: isNew) {
                try await take(doubt, on: tab, conversation)
            }
        }
        // Whatever can be read now can also agree, or not, with what was found elsewhere.
        if await doctor.hasQuarantine, isNew {
            _ = try await heal(tab.page, conversation: conversation)
        }
        return (shown, row)
    }

    /// What the site shows does not fit what is stored, and nothing better was found.
    private func take(_ doubt: PageDoubt, on tab: TabPool.Tab, _ conversation: String) async throws {
        // A conversation may well begin where it is shown to begin: messages are deleted.
        guard doubt.role != .loadEarlier else { return }
        let words =
            "the site changed: what a conversation's page shows by the role \(doubt.role.rawValue) is not what is stored of "
            + "the same messages; correct the role in the selector pack"
        await doctor.degraded(doubt.role, words)
        await keep(PageFailure(kind: .reading, role: doubt.role), on: tab, conversation)
        if doubt.isGrave { throw SiteError(.selectors, words) }
    }

    /// See ``SelectorDoctor/keep(_:on:rows:conversation:)``.
    @discardableResult
    private func keep(_ failure: PageFailure, on tab: TabPool.Tab, _ conversation: String) async -> String? {
        await doctor.keep(failure, on: tab.page, rows: list.rows, conversation: conversation)
    }

    private func onSession(_ state: SessionState, _ action: String?) async {
        await onSession(SessionNews(state, action))
    }

    private func onSession(_ news: SessionNews) async {
        isFrozen.withLock { $0 = news.state == .challenge || news.state == .banned }
        await tellSession(news)
    }

    /// - Throws: ``SiteError`` with `needsPerson`.
    private func requireThawed() throws {
        if isFrozen.withLock({ $0 }) { throw SiteError.needsPerson }
    }

    /// Errors of the browser in the words of this seam.
    private func told<R: Sendable>(_ body: () async throws -> R) async throws -> R {
        do {
            return try await body()
        } catch let error as SiteError where error.code == .needsPerson {
            // Until the inbox was looked at: nobody else has to find it out.
            isFrozen.withLock { $0 = true }
            throw error
        } catch let error as DevToolsError {
            throw SiteError(.unavailable, error.message)
        }
    }
}
