import DevTools

/// One tab: opens conversations and reads them. What it types is in SitePage+Typing.swift.
struct SitePage: Sendable {
    static let openLimit = Duration.seconds(8)
    /// How long a tab that shows less than the list said is waited for before it is loaded anew.
    static let catchUpLimit = Duration.milliseconds(800)

    let page: Page
    let script: PageScript
    let pack: SelectorPack
    private let telling: PageScript.Telling
    /// The platform's address, with a slash at the end.
    let base: String
    /// See ``PageScript/Telling``.
    let told: AsyncStream<String>

    /// Makes a tab on an address of the site, with the script in it.
    static func open(
        _ browser: Browser, pack: HealedPack, base: String, at address: String, telling: PageScript.Telling
    ) async throws -> SitePage {
        let page = try await browser.newPage(
            blockedURLs: ["*.png*", "*.jpg*", "*.jpeg*", "*.gif*", "*.webp*", "*.mp4*"])
        let script = PageScript(page: page)
        let told = try await script.install(pack, telling: telling)
        let tab = SitePage(
            page: page, script: script, pack: pack.pack, telling: telling, base: base, told: told)
        try await page.navigate(to: base + address)
        return tab
    }

    /// Looks for what the pack says now.
    func use(_ pack: HealedPack) async throws { try await script.use(pack, telling: telling) }

    /// Shows a conversation and reads it once it is there.
    ///
    /// - Parameters:
    ///   - isShown: the tab shows it already.
    ///   - isCurrent: whether what is shown is as new as the list says; asked only of a tab that showed it already.
    func open(
        _ conversation: String, isShown: Bool, isCurrent: (Transcript) -> Bool
    ) async throws -> PageScript.Conversation {
        if !isShown {
            // Going to an address where the page is already loads nothing, and what it shows would be taken for stale.
            if try await script.leave(for: conversation) {
                try await page.navigate(to: base + pack.address(of: conversation))
            } else {
                try await page.reload()
            }
        }
        try await dismissOverlays()
        var shown = try await settled(conversation)
        guard isShown, !isCurrent(shown.transcript) else { return shown }
        shown = try await script.changed(conversation, since: shown, within: Self.catchUpLimit)
        if shown.isReady, isCurrent(shown.transcript) { return shown }
        // The page has missed something: what it was told of, it asks for when it is loaded.
        return try await loadAnew(conversation)
    }

    /// Shows the conversation that is shown as the site holds it now.
    func loadAnew(_ conversation: String) async throws -> PageScript.Conversation {
        try await page.reload()
        return try await settled(conversation)
    }

    /// Loads earlier messages until there are enough, the conversation's first is there, or nothing more comes.
    func readBack(
        _ shown: PageScript.Conversation, of conversation: String, atLeast count: Int
    ) async throws -> PageScript.Conversation {
        guard !shown.isComplete, shown.bubbles.count < count else { return shown }
        if pack.roles[.bubbleScroller] != nil {
            let collected = try await script.collected(conversation, atLeast: count, within: Self.scrollLimit(count))
            var whole = shown
            (whole.bubbles, whole.isComplete) = (collected.bubbles, collected.isComplete)
            return whole
        }
        var reach = PageScript.Reach(count: shown.bubbles.count, isComplete: false)
        while !reach.isComplete, reach.count < count {
            do {
                try await click(.loadEarlier)
            } catch let error as DevToolsError {
                // In quarantine, for instance: what is shown can be read all the same.
                guard case .unreachable = error.code else { throw error }
                break
            }
            let now = try await script.grown(conversation, beyond: reach.count, within: .seconds(5))
            guard now.count > reach.count else { break }
            reach = now
        }
        let whole = try await settled(conversation)
        return whole.bubbles.count > shown.bubbles.count ? whole : shown
    }

    /// A page of a scrolled list comes in about a tenth of a second.
    private static func scrollLimit(_ count: Int) -> Duration { .seconds(10) + .milliseconds(count * 20) }

    /// The page's state once it is one that is waited for, or when the time is up.
    ///
    /// A document that is just being replaced has no state; the next one has, in a moment.
    func state(
        within limit: Duration, until condition: (PageScript.State) -> Bool
    ) async throws -> PageScript.State {
        let end = ContinuousClock.now + limit
        while true {
            do {
                let state = try await script.state()
                if condition(state) || ContinuousClock.now > end { return state }
            } catch let error as DevToolsError {
                guard ContinuousClock.now < end, error.isRetriable || error.code == .javascript else { throw error }
            }
            // Nothing wakes us across documents; this happens once a session.
            try await Task.sleep(for: .milliseconds(50))
        }
    }

    /// The conversation that the address asks for, once it is there.
    /// - Throws: ``SiteError``: `signedOut`, or `selectors` when it did not come.
    func settled(_ conversation: String) async throws -> PageScript.Conversation {
        var shown = try await script.opened(conversation, within: Self.openLimit)
        if shown.isSignedOut {
            // The document may be older than the session: the account signed in again in another tab. A site that sees
            // its session end leaves the conversation's address, so loading anew is not enough.
            try await page.reload()
            try await page.navigate(to: base + pack.address(of: conversation))
            try await dismissOverlays()
            shown = try await script.opened(conversation, within: Self.openLimit)
        }
        if shown.isReady { return shown }
        if shown.isSignedOut { throw SiteError(.signedOut, "the page is not signed in any more") }
        throw SiteError(
            .selectors,
            "a conversation's page did not show its text box and messages within \(Self.openLimit): has the site "
                + "changed? Compare the roles textBox, bubble and emptyConversation of the selector pack")
    }

    /// Clicks the first element of a role. A pop-up of the pack's that has come over it meanwhile is clicked away first.
    func click(_ role: Role) async throws {
        do {
            try await page.click(script.element(role))
        } catch let error as DevToolsError where error.code == .unreachable(.covered) {
            guard try await dismissOverlays() else { throw error }
            try await page.click(script.element(role))
        }
    }

    /// Clicks away what lies over the page, with the pack's own buttons only. Anything else is left alone.
    /// - Returns: whether anything was clicked.
    @discardableResult
    func dismissOverlays() async throws -> Bool {
        var hasClicked = false
        // Three, because one overlay may lie over another; more would be an overlay that does not go.
        for _ in 0..<3 {
            guard let name = try await script.state().overlay,
                let overlay = pack.overlays.first(where: { $0.name == name }),
                try await dismiss(overlay)
            else { break }
            hasClicked = true
        }
        return hasClicked
    }

    private func dismiss(_ overlay: SelectorPack.Overlay) async throws -> Bool {
        for selector in overlay.dismiss {
            do {
                try await page.click(.selector(selector))
                return true
            } catch let error as DevToolsError {
                guard case .unreachable = error.code else { throw error }
            }
        }
        return false
    }
}
