import DevTools

/// One tab that shows pages of the site. How it opens conversations and types is in files of their own.
struct SitePage: Sendable {
    let page: Page
    let script: PageScript
    private let inUse: PackInUse
    private let telling: PageScript.Telling
    /// The platform's address, with a slash at the end.
    let base: String
    /// See ``PageScript/Telling``.
    let told: AsyncStream<String>

    /// What its pages are read by at this moment.
    var pack: SelectorPack { inUse.current }

    /// Makes a tab on an address of the site, with the script in it.
    static func open(
        _ browser: Browser, pack: HealedPack, base: String, at address: String, telling: PageScript.Telling
    ) async throws -> SitePage {
        let page = try await browser.newPage(
            blockedURLs: Self.pictureAddresses)
        let script = PageScript(page: page)
        let told = try await script.install(pack, telling: telling)
        let tab = SitePage(
            page: page, script: script, inUse: PackInUse(pack.pack), telling: telling, base: base, told: told)
        try await page.navigate(to: base + address)
        return tab
    }

    /// Looks for what the pack says now.
    func use(_ pack: HealedPack) async throws {
        inUse.current = pack.pack
        try await script.use(pack, telling: telling)
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

    /// Clicks the first element of a role. A pop-up of the pack's that has come over it meanwhile is clicked away first.
    func click(_ role: Role) async throws { try await click(script.element(role)) }

    func click(_ element: ElementQuery) async throws {
        do {
            try await page.click(element)
        } catch let error as DevToolsError where error.code == .unreachable(.covered) {
            guard try await dismissOverlays() else { throw error }
            try await page.click(element)
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
