import Foundation

/// What the site's own scripts ask, all JSON: `/site/api/…`. Errors are `{"error": "words for the person"}`.
extension SitePeer {
    func handleAPI(_ request: PeerRequest, _ path: [String]) async -> PeerResponse {
        // Told by a page about itself: no fault keeps it from the ledger, and it needs no session.
        if (request.method, path) == ("POST", ["click"]) { return noteClick(request) }
        // Cancelled only when the process ends.
        if troubles.slowness > .zero { try? await clock.sleep(for: troubles.slowness) }
        switch request.fault {
        case .serverError: return Self.failure("Something went wrong.", status: 500)
        case .unavailable: return Self.failure("We will be back soon.", status: 503)
        case .unauthorized: sessions.signOut(request.cookies[Self.cookie])
        default: break
        }
        guard !troubles.isBanned else { return Self.failure("Your account has been suspended.", status: 403) }
        if (request.method, path) == ("POST", ["login"]) { return signIn(request) }
        guard let session = session(of: request) else { return Self.signedOut }
        guard !session.isHeld else {
            return (request.method, path) == ("POST", ["challenge"])
                ? answerChallenge(request) : Self.failure("Please confirm that it is you.", status: 403)
        }

        switch (request.method, path.first ?? "", path.dropFirst().first, path.dropFirst(2).first) {
        case ("POST", "logout", nil, nil):
            return signOut(request)
        case ("GET", "people", nil, nil):
            return Self.answer(.array(people(12).map(\.card)))
        case ("GET", "conversations", nil, nil):
            return Self.answer(.array(rows()))
        case ("GET", "conversations", let id?, "messages"):
            return history(id, request)
        case ("POST", "conversations", let id?, "messages"):
            return await accept(id, request)
        case ("POST", "conversations", let id?, "read"):
            markRead(id)
            return .empty()
        default:
            return Self.failure("There is nothing here.", status: 404)
        }
    }

    private func noteClick(_ request: PeerRequest) -> PeerResponse {
        let click = try? request.json()
        guard let target = click?["target"]?.string else { return Self.failure("target is missing.", status: 400) }
        wrongClicks.add(click?["isDecoy"] == true ? "decoy: \(target)" : target)
        return .empty()
    }

    private static func answer(_ value: JSONValue) -> PeerResponse {
        .json(value, headers: ["Cache-Control": "no-store"])
    }

    // MARK: Signing in

    private func signIn(_ request: PeerRequest) -> PeerResponse {
        let form = (try? request.json()) ?? [:]
        guard let user = form["username"]?.string, !user.isEmpty else {
            return Self.failure("Please enter your e-mail address.", status: 422)
        }
        guard form["password"]?.string == password else {
            return Self.failure("The e-mail address or the password is wrong.", status: 401)
        }
        let token = newToken()
        sessions.signIn(user, token: token, isHeld: troubles.challenge != nil)
        var response = Self.answer(["user": .string(user)])
        response.headers["Set-Cookie"] = Self.sessionCookie(token)
        return response
    }

    private func signOut(_ request: PeerRequest) -> PeerResponse {
        sessions.signOut(request.cookies[Self.cookie])
        var response = PeerResponse.empty()
        response.headers["Set-Cookie"] = "\(Self.cookie)=; Path=/site; Max-Age=0; HttpOnly; SameSite=Lax"
        return response
    }

    // MARK: Conversations

    /// `{id, name, seen, entries, more}`: the newest page, or the one before `?before=<index>`. Opening marks as read.
    private func history(_ id: String, _ request: PeerRequest) -> PeerResponse {
        guard let conversation = conversation(id) else {
            return Self.failure("This conversation does not exist.", status: 404)
        }
        let page = conversation.page(before: request.query["before"].flatMap(Int.init), limit: Self.pageLimit)
        markRead(id)
        return Self.answer([
            "id": .string(id),
            "name": .string(conversation.person.name),
            "seenEnd": JSONValue(conversation.seenEnd),
            "entries": .array(page.entries.map { $0.json(in: id) }),
            "more": .bool(page.hasMore),
        ])
    }

    private func accept(_ id: String, _ request: PeerRequest) async -> PeerResponse {
        if request.fault == .sendRefused {
            return Self.failure("Your message was not sent. Please try again.", status: 422)
        }
        let form = try? request.json()
        guard let text = form?["text"]?.string else {
            return Self.failure("The message is missing.", status: 400)
        }
        do {
            return Self.answer(try await send(text, in: id, key: form?["key"]?.string).json(in: id))
        } catch let refusal as SiteState.Refusal {
            return Self.failure(refusal.words, status: refusal.status)
        } catch {
            // Cancelled: the process ends.
            return .dropped
        }
    }
}

extension SiteState.Refusal {
    var words: String {
        switch self {
        case .unknownConversation: "This conversation does not exist."
        case .unknownMessage: "This message does not exist."
        case .emptyText: "A message needs some text."
        case .textTooLong: "A message holds at most \(SiteState.textLimit) characters."
        case .full: "The sandbox holds \(SiteState.entryLimit) messages; POST /control/reset empties it."
        }
    }

    var status: Int {
        switch self {
        case .unknownConversation, .unknownMessage: 404
        case .emptyText, .textTooLong: 422
        case .full: 507
        }
    }
}
