import DevTools

extension SitePage {
    static let typeLimit = Duration.seconds(3)
    static let bubbleLimit = Duration.seconds(15)
    /// How long a bubble is waited for after the site said that it did not take the message.
    static let lateLimit = Duration.seconds(2)

    /// Types and sends a text into the conversation that is shown. See ``ChatSite/type(_:in:ifCurrent:)``.
    ///
    /// - Parameter shown: what the reply was found to answer.
    func send(
        _ text: String, in conversation: String, shown: PageScript.Conversation
    ) async throws -> TypingResult {
        let typed: PageScript.Conversation
        switch try await prepare(text, in: conversation) {
        case .failed(let reason): return .notTyped(reason: reason)
        case .ready(let page): typed = page
        }
        // The last look before the click: somebody may have written while the text was put in.
        guard typed.bubbles == shown.bubbles else {
            try await clearBox()
            return .outOfDate
        }
        if let result = try await press(.send) { return result }
        // From here on nobody can know whether it was sent, until its bubble is there.
        do {
            let sent = try await script.sent(
                text, in: conversation, after: typed.bubbles.count, within: Self.bubbleLimit)
            if sent.isThere { return .delivered(sent.page.transcript) }
            return try await reconcile(text, in: conversation, typed: typed, isRefused: sent.page.error != nil)
        } catch is CancellationError {
            throw CancellationError()
        } catch {
            return .ambiguous(reason: "the page ended while the reply's bubble was awaited")
        }
    }

    /// No bubble came. The site is asked anew what it holds: its answer to the sending may have been lost on the way,
    /// and then it says "failed" about a message that it took.
    private func reconcile(
        _ text: String, in conversation: String, typed: PageScript.Conversation, isRefused: Bool
    ) async throws -> TypingResult {
        let late = try await script.sent(
            text, in: conversation, after: typed.bubbles.count, within: Self.lateLimit, evenIfRefused: true)
        if late.isThere { return .delivered(late.page.transcript) }
        try await page.reload()
        let now = try await script.opened(conversation, within: Self.openLimit)
        guard now.isReady else { return .ambiguous(reason: "the page could not be read after the reply was sent") }
        let known = TranscriptAlignment(stored: typed.bubbles.map(\.key), shown: now.bubbles.map(\.key))
        let ours = BubbleOwnership.folded(text)
        if now.bubbles[known.firstNew...].contains(where: { $0.isOwn && BubbleOwnership.folded($0.text) == ours }) {
            return .delivered(now.transcript)
        }
        return isRefused
            ? .notTyped(reason: "the site did not take the message")
            : .ambiguous(reason: "the reply's bubble did not appear within \(Self.bubbleLimit)")
    }

    private enum Preparation {
        case ready(PageScript.Conversation)
        case failed(reason: String)
    }

    /// Puts the text into the box, in the place of whatever stood there, and reads it back.
    private func prepare(_ text: String, in conversation: String) async throws -> Preparation {
        do {
            try await page.click(script.element(.textBox))
            try await script.selectText(in: .textBox)
            try await page.insertText(text)
        } catch let error as DevToolsError {
            guard case .unreachable = error.code else { throw error }
            return .failed(reason: "the text box cannot be clicked: \(error.message)")
        }
        let typed = try await script.typed(text, in: conversation, within: Self.typeLimit)
        guard typed.isReady else { return .failed(reason: "the conversation went away while it was typed into") }
        if typed.box == text, typed.canSend { return .ready(typed) }
        try await clearBox()
        return .failed(
            reason: typed.box == text
                ? "the send button stays disabled" : "the text box does not hold the text that was typed")
    }

    /// Presses a button; an overlay of the pack's that lies over it is clicked away first.
    /// - Returns: nil when it was pressed.
    private func press(_ role: Role) async throws -> TypingResult? {
        for attempt in 1... {
            do {
                try await page.click(script.element(role))
                return nil
            } catch let error as DevToolsError {
                guard case .unreachable(let obstacle) = error.code else {
                    return .ambiguous(reason: "the browser failed while the reply was being sent")
                }
                // It is certain that nothing was pressed.
                if obstacle == .covered, attempt == 1, try await dismissOverlays() { continue }
                try await clearBox()
                return .notTyped(reason: "the send button cannot be clicked: \(obstacle.rawValue)")
            }
        }
        return nil
    }

    private func clearBox() async throws {
        try await script.selectText(in: .textBox)
        try await page.press(.backspace)
    }
}
