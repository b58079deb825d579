import DevTools

/// Showing a conversation: by its address, or by a click on its row.
extension SitePage {
    static let openLimit = Duration.seconds(8)
    /// After this long a page that is at another conversation, or at none, is not on its way.
    static let strayLimit = Duration.seconds(2)
    /// How long a tab that shows less than the list said is waited for before it is loaded anew.
    static let catchUpLimit = Duration.milliseconds(800)

    /// Shows a conversation and reads it once it is there.
    ///
    /// - Parameters:
    ///   - isShown: the tab shows it already.
    ///   - isCurrent: whether what is shown is as new as the list says; asked only of a tab that showed it already.
    func open(
        _ conversation: String, isShown: Bool, isCurrent: (Transcript) -> Bool
    ) async throws -> PageScript.Conversation {
        var isShown = isShown
        // What was opened by a click is closed again when the page loads itself anew.
        if isShown, pack.address(of: conversation) == nil {
            isShown = try await script.shownConversation() == conversation
        }
        if !isShown {
            // Going to where the page is already loads nothing, and what it shows would be taken for stale.
            if try await script.leave(for: conversation) {
                try await go(to: conversation)
            } else {
                try await reload(conversation)
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
        try await reload(conversation)
        return try await settled(conversation)
    }

    /// The conversation that was asked for, once it is there.
    /// - Throws: ``SiteError``: `signedOut`, `needsPerson`, or `selectors` when it did not come.
    func settled(_ conversation: String) async throws -> PageScript.Conversation {
        var shown = try await script.opened(conversation, within: Self.strayLimit)
        if shown.isReady { return shown }
        if shown.isSignedOut || shown.isGated {
            // The document may be older than the session: the account signed in again, or a person answered, in another
            // tab. A site that sees its session end leaves the conversation's address, so loading anew is not enough.
            try await page.reload()
            try await go(to: conversation)
            try await dismissOverlays()
        } else if try await script.shownConversation() != conversation {
            // A page that loads itself anew at the moment it is sent elsewhere stays where it was.
            try await go(to: conversation)
            try await dismissOverlays()
        }
        shown = try await script.opened(conversation, within: Self.openLimit)
        if shown.isReady { return shown }
        if shown.isGated { throw SiteError.needsPerson }
        if shown.isSignedOut { throw SiteError(.signedOut, "the page is not signed in any more") }
        throw SiteError(
            .selectors,
            "a conversation's page did not show its text box and messages within \(Self.openLimit): has the site "
                + "changed? Compare the roles textBox, bubble and emptyConversation of the selector pack")
    }

    private func reload(_ conversation: String) async throws {
        try await page.reload()
        // What was opened by a click is not open any more.
        if pack.address(of: conversation) == nil { try await go(to: conversation) }
    }

    private func go(to conversation: String) async throws {
        if let address = pack.address(of: conversation) { return try await page.navigate(to: base + address) }
        if try await !script.isListed(within: Self.openLimit) { try await page.navigate(to: base + pack.urls.inbox) }
        try await dismissOverlays()
        guard try await script.bring(conversation, within: Self.openLimit) else {
            throw SiteError(
                .selectors,
                "the list shows no row of the conversation that could be clicked within \(Self.openLimit): has the site "
                    + "changed? Compare the roles row and rowID of the selector pack")
        }
        try await click(script.row(conversation))
    }
}
