import DevTools
import FoundationEssentials
import Logging
import Shared
import Synchronization

/// The platform in a real browser: one tab watches the list, a few read and type.
///
/// ``run()`` keeps it alive: a browser that ends is started again, a session that ends is signed in again. Reading and
/// typing are in BrowserSite+Conversations.swift, what is done about selectors is in BrowserSite+Selectors.swift.
final class BrowserSite: ChatSite {
    typealias SessionHandler = @Sendable (SessionNews) async -> Void

    let platform: String
    let doctor: SelectorDoctor
    let packFile: PackFile?
    private let cookies: CookieSnapshot?
    let pages = Mutex<[SitePage]>([])
    let base: String
    private let configuration: BrowserConfiguration
    private let signIn: SignIn
    private let tabCount: Int
    let pool = TabPool()
    let list = ListKnowledge()
    private let rowStream: AsyncStream<[ConversationRow]>
    private let newRows: AsyncStream<[ConversationRow]>.Continuation
    private let changeStream: AsyncStream<String>
    private let newChanges: AsyncStream<String>.Continuation
    private let answers: AnswerDesk
    /// A person is waited for: no page is touched.
    let isFrozen = Mutex(false)
    private let signIns = Mutex(SignInPacer())
    private let tellSession: SessionHandler
    let logger: Logger

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

    var pack: SelectorPack { doctor.inUse.current }

    func rows() async -> AsyncStream<[ConversationRow]> { rowStream }

    func changes() async -> AsyncStream<String> { changeStream }

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

    private func take(_ rows: [ConversationRow]) {
        newRows.yield(list.update(rows, isPart: pack.roles[.listScroller] != nil))
    }

    private func onSession(_ state: SessionState, _ action: String?) async {
        await onSession(SessionNews(state, action))
    }

    private func onSession(_ news: SessionNews) async {
        isFrozen.withLock { $0 = news.state == .challenge || news.state == .banned }
        await tellSession(news)
    }
}
