import DevTools
import Shared

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
        do {
            try await put(text)
            FailPoint.reach(.typingPut)
            typed = try await press(text, in: conversation, shown: shown)
        } catch let ending as NotSent {
            return ending.result
        }
        FailPoint.reach(.typingPressed)
        // From here on nobody can know whether it was sent, until its bubble is there.
        var isRefused = false
        do {
            let sent = try await script.sent(
                text, in: conversation, after: typed.bubbles, within: Self.bubbleLimit)
            if sent.isThere { return .delivered(sent.page.transcript) }
            isRefused = sent.page.error != nil
        } catch let error as DevToolsError {
            // The page was loaded anew, by itself or by the site: what it shows then tells.
            guard error.isRetriable || error.code == .javascript else { throw error }
        }
        return try await reconcile(text, in: conversation, typed: typed, isRefused: isRefused)
    }

    /// Typing ended before anything was sent, for certain.
    private struct NotSent: Error {
        let result: TypingResult

        init(_ result: TypingResult) { self.result = result }
        init(reason: String) { result = .notTyped(reason: reason) }
    }

    /// Puts the text into the box, in the place of whatever stood there.
    private func put(_ text: String) async throws {
        do {
            try await click(.textBox)
        } catch let error as DevToolsError {
            guard case .unreachable(let obstacle) = error.code else { throw error }
            throw NotSent(reason: "the text box cannot be clicked: \(obstacle.rawValue)")
        }
        guard try await script.beginTyping(text) else { throw NotSent(reason: "somebody began to type there by hand") }
        try await page.insertText(text)
    }

    /// Reads back what stands in the box and clicks send; looks once more when a pop-up had to be clicked away before.
    /// - Returns: what was shown at the click. It may have been pressed; a certain no is thrown as ``NotSent``.
    private func press(
        _ text: String, in conversation: String, shown: PageScript.Conversation
    ) async throws -> PageScript.Conversation {
        var hasDismissed = false
        while true {
            let typed = try await script.typed(text, in: conversation, within: Self.typeLimit)
            guard typed.isReady else { throw NotSent(reason: "the conversation went away while it was typed into") }
            // The last look before the click: somebody may have written while the text was put in.
            guard isUnchanged(typed.bubbles, since: shown.bubbles) else { throw try await cleared(NotSent(.outOfDate)) }
            guard typed.box == text else {
                throw try await cleared(NotSent(reason: "the text box does not hold the text that was typed"))
            }
            guard typed.canSend else { throw try await cleared(NotSent(reason: "the send button stays disabled")) }
            do {
                try await page.click(script.element(.send))
                return typed
            } catch let error as DevToolsError {
                guard case .unreachable(let obstacle) = error.code else { return typed }
                if obstacle == .covered, !hasDismissed, try await dismissOverlays() {
                    hasDismissed = true
                    continue
                }
                throw try await cleared(NotSent(reason: "the send button cannot be clicked: \(obstacle.rawValue)"))
            }
        }
    }

    /// Where only what is in view is on the page, typing may move earlier messages out of it.
    private func isUnchanged(_ now: [Transcript.Bubble], since before: [Transcript.Bubble]) -> Bool {
        guard pack.roles[.bubbleScroller] != nil else { return now == before }
        let common = min(now.count, before.count)
        return now.suffix(common) == before.suffix(common) && (common > 0 || now.count == before.count)
    }

    /// The ending, after the box was emptied for the next one.
    private func cleared(_ ending: NotSent) async throws -> NotSent {
        try await script.selectText(in: .textBox)
        try await page.press(.backspace)
        return ending
    }

    /// No bubble came. The site is asked anew what it holds: its answer to the sending may have been lost on the way,
    /// and then it says "failed" about a message that it took.
    ///
    /// - Throws: when the conversation cannot be read now. Whether it was sent is for a later reading to tell.
    private func reconcile(
        _ text: String, in conversation: String, typed: PageScript.Conversation, isRefused: Bool
    ) async throws -> TypingResult {
        if isRefused {
            let late = try await script.sent(
                text, in: conversation, after: typed.bubbles, within: Self.lateLimit, evenIfRefused: true)
            if late.isThere { return .delivered(late.page.transcript) }
        }
        try await page.reload()
        let now = try await settled(conversation)
        let known = TranscriptAlignment(stored: typed.bubbles.map(\.key), shown: now.bubbles.map(\.key))
        let ours = BubbleOwnership.folded(text)
        if now.bubbles[known.firstNew...].contains(where: { $0.isOwn && BubbleOwnership.folded($0.text) == ours }) {
            return .delivered(now.transcript)
        }
        return isRefused
            ? .notTyped(reason: "the site did not take the message")
            : .ambiguous(reason: "the reply's bubble did not appear within \(Self.bubbleLimit)")
    }
}
