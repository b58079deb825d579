/// The addresses of the skins that are no relatives of `classic`.
extension SitePeer {
    /// `react`: one page that changes its address itself.
    func reactPage(_ request: PeerRequest, _ path: [String]) -> PeerResponse {
        let isSignedIn = session(of: request) != nil
        return switch (path, isSignedIn) {
        case (["get-started", "email", "login"], false): .html(SitePage.react(boot: boot(request)))
        case (_, false): .redirect(to: "/site/get-started/email/login")
        case (["chats"], true): .html(SitePage.react(boot: boot(request)))
        case (_, true) where path.count == 2 && path[0] == "chats": .html(SitePage.react(boot: boot(request)))
        case (_, true): .redirect(to: "/site/chats")
        }
    }

    /// `desk`: one address, and nobody signs in: whoever comes without a session is given one.
    func deskPage(_ request: PeerRequest, _ path: [String]) -> PeerResponse {
        guard path == ["desk"] else { return .redirect(to: "/site/desk") }
        guard session(of: request) == nil else { return .html(SitePage.desk(boot: boot(request))) }
        let notice = boot(request)["notice"]
        let token = newToken()
        sessions.signIn("Front desk", token: token, isHeld: troubles.challenge != nil)
        var request = request
        request.headers["Cookie"] = "\(Self.cookie)=\(token)"
        var boot = boot(request)
        boot["notice"] = notice
        var response = gate(request).map(gatePage) ?? .html(SitePage.desk(boot: boot))
        response.headers["Set-Cookie"] = Self.sessionCookie(token)
        return response
    }
}
