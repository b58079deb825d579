import DevTools
import Shared

/// What only a person can answer or mend. Meanwhile nothing is typed or clicked, but for a code that a person gave.
extension Inbox {
    /// How long the site may take to be content with a code, or with what a person did.
    static let answerLimit = Duration.seconds(8)

    /// Waits until somebody has answered what the site asks.
    ///
    /// - Returns: whether the session goes on; false when something else stands there now.
    /// - Throws: ``NeedsPerson`` when the site asks for a sign-in instead: a second attempt by itself could lock the
    ///   account.
    func answered() async throws -> Bool {
        answers.clear()
        try await ask(.unanswered)
        while true {
            // As long as a person needs; nothing tells of what they do in the browser.
            let answer = await answers.next(within: .seconds(2))
            try Task.checkCancellation()
            let news = try await use(answer)
            guard let state = try await look() else { continue }
            if state.isSignedIn { return true }
            if state.isBanned { return false }
            guard state.hasChallenge || !state.isSettled else {
                throw NeedsPerson(
                    state: .challenge,
                    action: "what the site asked for was not answered, and it shows its sign-in again: sign in once by "
                        + "hand with the scraper's profile (PUPPETEER_HEADLESS=false), then start the scraper again")
            }
            if let news { try await ask(news) }
        }
    }

    /// Waits until the site no longer says that the account is suspended. Nothing is typed or clicked, and the page is
    /// loaded anew a few times an hour at most.
    ///
    /// - Parameter times: how often it said so since the last sign-in.
    func suspended(times: Int) async throws {
        let words =
            "the site says that the account is closed or suspended: look at it in a browser of your own and settle it with "
            + "the site; nothing is read or sent until then, and replies wait"
        guard times <= 3 else {
            throw NeedsPerson(
                state: .banned,
                action: "\(words). It said so again and again after signing in: start the scraper again then")
        }
        try await ask(
            NeedsPerson(
                state: .banned, action: "\(words). It is looked at now and then, and everything goes on by itself",
                picture: await tab.picture(of: .banned)))
        var looks = BanLooks()
        while true {
            // The page may notice by itself: reading it costs the site nothing.
            try await Task.sleep(for: .seconds(5))
            if looks.isDue(at: .now) { try? await tab.page.navigate(to: tab.base + tab.pack.urls.inbox) }
            if let state = try await look(), state.isSettled, !state.isBanned { return }
        }
    }

    private func ask(_ question: ChallengeQuestion) async throws {
        let canTakeCode = try await look()?.canTakeCode ?? false
        try await ask(
            NeedsPerson(
                state: .challenge, action: question.words(canTakeCode: canTakeCode),
                awaits: canTakeCode ? .code : .done,
                picture: await tab.picture(of: .challenge)))
    }

    /// What the page shows; nil while it gives way to the next one.
    private func look() async throws -> PageScript.State? {
        do {
            return try await tab.script.state()
        } catch let error as DevToolsError where error.isRetriable || error.code == .javascript {
            return nil
        }
    }

    /// Does what an answer asks for, once.
    ///
    /// - Returns: what there is to say if the site still asks.
    private func use(_ answer: AnswerDesk.Answer?) async throws -> ChallengeQuestion? {
        switch answer {
        case nil: return nil
        case .late: return .late
        case .done:
            _ = try await tab.state(within: Self.answerLimit) { $0.isSettled && !$0.hasChallenge }
            return .notDone
        case .code(let code):
            guard let state = try await look(), state.hasChallenge else { return .notTyped }
            guard state.canTakeCode else { return .noField }
            guard try await type(code) else { return .notTyped }
            _ = try await tab.state(within: Self.answerLimit) { $0.isSettled && !$0.hasChallenge }
            return .refused
        }
    }

    /// - Returns: whether the code was sent, as far as can be known.
    private func type(_ code: Secret) async throws -> Bool {
        do {
            try await tab.page.click(tab.script.element(.challengeCode))
            try await tab.script.selectText(in: .challengeCode)
            try await tab.page.insertText(code.reveal())
        } catch let error as DevToolsError {
            guard error.isRetriable || error.isUnreachable else { throw error }
            return false
        }
        do {
            try await tab.page.click(tab.script.element(.challengeSubmit))
        } catch let error as DevToolsError {
            guard error.isUnreachable else { return true }
            // It must not stay there for whoever looks next.
            try await tab.script.selectText(in: .challengeCode)
            try await tab.page.press(.backspace)
            return false
        }
        return true
    }
}

extension DevToolsError {
    fileprivate var isUnreachable: Bool {
        if case .unreachable = code { true } else { false }
    }
}
