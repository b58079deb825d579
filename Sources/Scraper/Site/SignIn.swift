import DevTools
import Shared

/// Signs in with the account's name and password, once: a refusal is for a person to mend.
struct SignIn: Sendable {
    enum Result: Equatable, Sendable {
        case signedIn
        /// The site's own words, cut short.
        case refused(String)
        /// Something stands in the way that only a person can answer.
        case challenge
    }

    static let limit = Duration.seconds(20)

    let username: String
    let password: Secret

    /// Signed in is what a role on the page proves, never an address.
    /// - Throws: ``SiteError`` with `selectors` when there is no form to sign in with.
    func run(on tab: SitePage) async throws -> Result {
        try await tab.page.navigate(to: tab.base + tab.pack.urls.login)
        var state = try await settled(tab) {
            $0.isSignedIn || $0.hasLoginForm || $0.canOpenLogin || $0.hasChallenge
        }
        if state.isSignedIn { return .signedIn }
        if !state.hasLoginForm, state.canOpenLogin {
            try await tab.page.click(tab.script.element(.loginOpen))
            state = try await settled(tab) { $0.hasLoginForm || $0.hasChallenge }
        }
        if state.hasChallenge { return .challenge }
        guard state.hasLoginForm else {
            throw SiteError(
                .selectors,
                "the site shows no form to sign in with: is it up, and does SWITCHBOARD_PLATFORM_URL lead to it? Then "
                    + "compare the roles loginOpen, loginPassword and signedIn of the selector pack")
        }
        try await fill(.loginUsername, with: username, on: tab)
        try await fill(.loginPassword, with: password.reveal(), on: tab)
        try await tab.page.click(tab.script.element(.loginSubmit))
        state = try await settled(tab) { $0.isSignedIn || $0.loginError != nil || $0.hasChallenge }
        if state.isSignedIn { return .signedIn }
        if let words = state.loginError { return .refused(words) }
        return .challenge
    }

    private func fill(_ role: Role, with text: String, on tab: SitePage) async throws {
        try await tab.page.click(tab.script.element(role))
        try await tab.script.selectText(in: role)
        try await tab.page.insertText(text)
    }

    /// The page's state once it is one that is waited for, or when the time is up.
    private func settled(
        _ tab: SitePage, until condition: (PageScript.State) -> Bool
    ) async throws -> PageScript.State {
        let end = ContinuousClock.now + Self.limit
        while true {
            do {
                let state = try await tab.script.state()
                if condition(state) || ContinuousClock.now > end { return state }
            } catch let error as DevToolsError {
                // A sign-in leads to another document; the script is there again in a moment.
                guard ContinuousClock.now < end, error.isRetriable || error.code == .javascript else { throw error }
            }
            // Nothing wakes us across documents; this happens once a session.
            try await Task.sleep(for: .milliseconds(50))
        }
    }
}
