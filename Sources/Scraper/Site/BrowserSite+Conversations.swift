import DevTools
import Shared
import Synchronization

/// Reading conversations and typing into them, each in a tab of the pool.
extension BrowserSite {
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
            do {
                guard try await heal(tab.page, conversation: conversation) else { throw error }
                shown = try await tab.page.settled(conversation)
            } catch let error as SiteError where error.code == .selectors {
                let kept = await keep(PageFailure(kind: .reading, role: .bubble), on: tab, conversation)
                await doctor.degraded(.bubble, error.description, snapshot: kept)
                throw error
            }
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

    /// - Throws: ``SiteError`` with `needsPerson`.
    func requireThawed() throws {
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
