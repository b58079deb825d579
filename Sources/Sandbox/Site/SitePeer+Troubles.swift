import Foundation

/// What goes wrong with the site as a whole, by the control's word, and what its pages report of it.
extension SitePeer {
    /// - Returns: how many pages were open.
    func begin(_ trouble: Trouble) -> Int {
        let pages = feed.readerCount
        troubles.begin(trouble, at: clock.now)
        if case .challenge(_, now: true) = trouble { sessions.holdEveryone() }
        if let event = trouble.event { feed.publish(event) }
        switch trouble {
        case .pushPermission:
            _ = showPopup()
        case .secondDevice:
            sessions.signOutEveryone(words: "You signed in on another device.")
            feed.publish(["type": "signed-out"])
        case _ where trouble.changesPages:
            feed.publish(["type": "reload"])
        case .offline:
            feed.disconnectEveryone()
        default:
            break
        }
        return pages
    }

    /// Ends the troubles that last.
    func endTroubles() {
        let changesPages = troubles.end()
        sessions.releaseEveryone()
        feed.publish(["type": "trouble", "kind": "none"])
        if changesPages { feed.publish(["type": "reload"]) }
    }

    func activeTroubles() -> [Trouble.Kind] { troubles.active(at: clock.now) }

    // MARK: What the pages ask

    /// `POST /site/trouble {"event": …}`: not below `/site/api`, which can be slow or offline.
    func takeReport(_ request: PeerRequest) -> PeerResponse {
        guard let name = (try? request.json())?["event"]?.string, let report = Troubles.Report(rawValue: name) else {
            return Self.failure("There is no such event.", status: 400)
        }
        if let ended = troubles.take(report) {
            feed.publish(["type": "trouble", "kind": "over", "of": .string(ended.rawValue)])
        }
        return .empty()
    }

    /// `GET /site/trouble`: what a page asks once it is connected, as it may have missed an event until then.
    func tellTroubles() -> PeerResponse {
        .json(
            [
                "generation": JSONValue(troubles.generation),
                "overlays": JSONValue(troubles.overlays.map(\.rawValue)),
            ], headers: ["Cache-Control": "no-store"])
    }

    /// What an address answers with in the place of its page.
    func gatePage(_ gate: JSONValue) -> PeerResponse {
        .html(SitePage.gate(boot: ["signedIn": false, "gate": gate, "generation": JSONValue(troubles.generation)]))
    }

    func openAdvertisement() -> PeerResponse {
        troubles.counts.newTabs += 1
        return .html("<!doctype html><title>Claim now</title><h1>Only today</h1><button>Claim now</button>\n")
    }

    func download() -> PeerResponse {
        troubles.counts.downloads += 1
        return .bytes(
            Data("Nobody asked for this.\n".utf8), type: "application/octet-stream",
            headers: ["Content-Disposition": "attachment; filename=\"pavilion.bin\"", "Cache-Control": "no-store"])
    }

    /// `POST /site/api/challenge {"answer": …}` of a session that is held.
    func answerChallenge(_ request: PeerRequest) -> PeerResponse {
        guard let token = request.cookies[Self.cookie], let challenge = troubles.challenge else {
            return Self.failure("There is nothing to answer.", status: 404)
        }
        if challenge.isAnswered(by: (try? request.json())?["answer"]?.string ?? "") {
            troubles.challengeAnswered()
            sessions.release(token)
            feed.publish(["type": "reload"])
            return .empty()
        }
        troubles.counts.challengeWrong += 1
        guard sessions.answerWrongly(token) >= Challenge.tries else {
            return Self.failure("That is not right. Please try again.", status: 422)
        }
        troubles.counts.challengeVoided += 1
        let words = "Too many wrong answers. Please sign in again."
        sessions.signOut(token, words: words)
        return Self.failure(words, status: 401)
    }

    /// What is shown in the place of every page: `{kind: banned}`, a challenge, or nothing.
    func gate(_ request: PeerRequest) -> JSONValue? {
        if troubles.isBanned { return ["kind": "banned"] }
        guard session(of: request)?.isHeld == true else { return nil }
        return troubles.challenge?.json
    }
}
