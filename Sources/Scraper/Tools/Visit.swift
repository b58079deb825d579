import DevTools
import FoundationEssentials
import Shared

/// One look at a site with a browser of its own, signed in.
struct Visit: Sendable {
    let inbox: Inbox
    let tab: SitePage
    let pack: SelectorPack

    /// - Throws: ``FileFaults``, ``SiteError``, ``NeedsPerson``, `DevToolsError`.
    static func with<R: Sendable>(
        pack: SelectorPack, url: String, browser executable: String?, _ body: (Visit) async throws -> R
    ) async throws -> R {
        let base = url.hasSuffix("/") ? url : url + "/"
        let profile = FileManager.default.temporaryDirectory.appending(path: "switchboard-\(UUID().uuidString)").path()
        defer { try? FileManager.default.removeItem(atPath: profile) }
        let environment = ProcessInfo.processInfo.environment
        let signIn = SignIn(
            username: environment["MEETME_USERNAME"] ?? "", password: Secret(environment["MEETME_PASSWORD"] ?? ""))
        let browser = try await Browser.launch(BrowserConfiguration(profileDirectory: profile, executable: executable))
        do {
            let plain = HealedPack(pack: pack, found: [])
            let inbox = try await Inbox.open(
                browser, pack: plain, base: base, signIn: signIn, heal: { _ in false }, remember: { _ in },
                ask: { throw $0 })
            let tab = try await SitePage.open(
                browser, pack: plain, base: base, at: pack.urls.inbox, telling: .conversation)
            try await inbox.show()
            let result = try await body(Visit(inbox: inbox, tab: tab, pack: pack))
            await browser.close()
            return result
        } catch {
            await browser.close()
            throw error
        }
    }

    func rows() async throws -> [ConversationRow] { try await inbox.look(known: [:]) }

    func conversation(_ id: String, atLeast count: Int) async throws -> Transcript {
        let shown = try await tab.open(id, isShown: false) { _ in true }
        return try await tab.readBack(shown, of: id, atLeast: count).transcript
    }
}

extension NeedsPerson: CustomStringConvertible {
    var description: String { action }
}
