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
        /// The site says that the account is closed or suspended; nothing was typed or clicked.
        case banned
    }

    static let limit = Duration.seconds(20)

    let username: String
    let password: Secret

    /// Signed in is what a role on the page proves, never an address.
    /// - Throws: ``SiteError`` with `selectors` when there is no form to sign in with, `unavailable` when it gets no answer.
    /// - Parameter seeing: called with each page that shows something of the sign-in.
    func run(on tab: SitePage, seeing: (SitePage) async -> Void = { _ in }) async throws -> Result {
        guard let address = tab.pack.urls.login else {
            throw SiteError(
                .selectors,
                "the page does not show what it shows to everybody: is the site up, and does SWITCHBOARD_PLATFORM_URL lead "
                    + "to it? Then compare the role signedIn of the selector pack")
        }
        try await tab.page.navigate(to: tab.base + address)
        var state = try await tab.state(within: Self.limit) { $0.isSettled }
        if state.isSignedIn { return .signedIn }
        if state.isBanned { return .banned }
        await seeing(tab)
        if !state.hasLoginForm, state.canOpenLogin {
            try await tab.click(.loginOpen)
            state = try await tab.state(within: Self.limit) { $0.hasLoginForm || $0.hasChallenge || $0.isBanned }
            await seeing(tab)
        }
        if state.isBanned { return .banned }
        if state.hasChallenge { return .challenge }
        guard state.hasLoginForm else {
            throw SiteError(
                .selectors,
                "the site shows no form to sign in with: is it up, and does SWITCHBOARD_PLATFORM_URL lead to it? Then "
                    + "compare the roles loginOpen, loginPassword and signedIn of the selector pack")
        }
        try await fill(.loginUsername, with: username, on: tab)
        try await fill(.loginPassword, with: password.reveal(), on: tab)
        try await tab.click(.loginSubmit)
        state = try await tab.state(within: Self.limit) {
            $0.isSignedIn || $0.loginError != nil || $0.hasChallenge || $0.isBanned
        }
        if state.isSignedIn { return .signedIn }
        if state.isBanned { return .banned }
        if let words = state.loginError { return .refused(words) }
        guard state.hasLoginForm, !state.hasChallenge else { return .challenge }
        throw SiteError(.unavailable, "the site did not answer the sign-in within \(Self.limit)")
    }

    private func fill(_ role: Role, with text: String, on tab: SitePage) async throws {
        try await tab.click(role)
        try await tab.script.selectText(in: role)
        try await tab.page.insertText(text)
    }
}
