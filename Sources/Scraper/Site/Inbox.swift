import DevTools
import FoundationEssentials
import Shared

/// The tab that shows the list of conversations and tells of its changes; it also keeps the session.
struct Inbox: Sendable {
    /// The list is looked at this often even when nothing was pushed.
    static let sweep = Duration.seconds(5)
    static let listLimit = Duration.seconds(10)

    /// Looks for what a changed page shows elsewhere; whether something was found that can be used now.
    typealias Healing = @Sendable (SitePage) async throws -> Bool

    let tab: SitePage
    private let heal: Healing
    private let remember: @Sendable (SitePage) async -> Void
    /// Tells what a person must do now, while it is waited for.
    let ask: @Sendable (NeedsPerson) async throws -> Void
    let answers: AnswerDesk
    private let signIn: SignIn

    /// Opens the tab and signs in, if need be.
    /// - Throws: ``NeedsPerson``, ``SiteError``, `DevToolsError`.
    static func open(
        _ browser: Browser, pack: HealedPack, base: String, signIn: SignIn,
        answers: AnswerDesk = AnswerDesk(), heal: @escaping Healing,
        remember: @escaping @Sendable (SitePage) async -> Void,
        ask: @escaping @Sendable (NeedsPerson) async throws -> Void
    ) async throws -> Inbox {
        let tab = try await SitePage.open(browser, pack: pack, base: base, at: pack.pack.urls.inbox, telling: .list)
        let inbox = Inbox(tab: tab, heal: heal, remember: remember, ask: ask, answers: answers, signIn: signIn)
        let invalid = try await tab.script.invalidSelectors()
        guard invalid.isEmpty else {
            throw NeedsPerson(
                state: .degraded,
                action: "the selector pack holds what is no CSS selector (\(invalid.joined(separator: "; "))): correct "
                    + "the file that SWITCHBOARD_PLATFORM_PACK names: it is used as soon as it is saved")
        }
        if try await !inbox.isSignedIn() { try await inbox.enter() }
        return inbox
    }

    /// The list's rows each time they changed. What cannot be read is dropped: the next look finds it.
    func pushes() -> some AsyncSequence<[ConversationRow], Never> & Sendable {
        tab.told.compactMap { try? JSONDecoder().decode([ConversationRow].self, from: Data($0.utf8)) }
    }

    /// A page that is just being loaded shows neither; it is waited for until it shows one.
    func isSignedIn() async throws -> Bool {
        if await !tab.page.isResponsive() { try await tab.page.recover() }
        let state = try await tab.state(within: Self.listLimit) { $0.isSettled }
        guard !state.isSettled, try await heal(tab) else { return state.isSignedIn }
        return try await tab.script.state().isSignedIn
    }

    func signInAgain() async throws {
        try await enter()
        try await show()
    }

    /// Shows the list, whatever is shown now.
    /// - Throws: ``SiteError`` with `selectors` when it is not there.
    func show() async throws {
        try await tab.page.navigate(to: tab.base + tab.pack.urls.inbox)
        try await tab.dismissOverlays()
        if try await tab.script.isListed(within: Self.listLimit) { return }
        guard try await heal(tab), try await tab.script.isListed(within: .zero) else {
            throw SiteError(
                .selectors,
                "the list of conversations did not appear within \(Self.listLimit): has the site changed? Compare the "
                    + "role list of the selector pack")
        }
    }

    /// The list as it is now. Shows it again when something else has taken its place.
    /// - Parameter known: the rows it had.
    func look(known: [String: ConversationRow]) async throws -> [ConversationRow] {
        try await tab.dismissOverlays()
        if try await !tab.script.isListed(within: .zero) { try await show() }
        let rows = try await tab.script.rows()
        guard Self.seemsBroken(rows, before: known), try await heal(tab) else { return rows }
        return try await tab.script.rows()
    }

    /// A list does not lose all its rows, names, last messages or times at once.
    private static func seemsBroken(_ rows: [ConversationRow], before: [String: ConversationRow]) -> Bool {
        if rows.isEmpty { return !before.isEmpty }
        guard rows.count > 1 else { return false }
        let lostTimes = rows.allSatisfy { $0.at == nil } && rows.contains { before[$0.id]?.at != nil }
        return rows.allSatisfy(\.name.isEmpty) || rows.allSatisfy(\.preview.isEmpty) || lostTimes
    }

    /// All rows, also those that the page only has while they are in view.
    func lookThrough() async throws -> [ConversationRow] { try await tab.script.allRows(within: .seconds(60)) }

    private func enter() async throws {
        var bans = 0
        // Whoever has to answer may have to see pictures.
        try await tab.showPictures(true)
        while true {
            switch try await signIn.run(on: tab, seeing: remember) {
            case .signedIn: return try await tab.showPictures(false)
            case .refused(let words):
                throw NeedsPerson(
                    state: .badCredentials,
                    action:
                        "the site refuses the sign-in (\(words)): correct MEETME_USERNAME and MEETME_PASSWORD, then "
                        + "start the scraper again; it does not try again by itself, so that the account is not locked")
            case .challenge: if try await answered() { return try await tab.showPictures(false) }
            case .banned:
                bans += 1
                try await suspended(times: bans)
            }
        }
    }
}
