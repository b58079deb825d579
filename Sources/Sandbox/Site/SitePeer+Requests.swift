import Foundation

/// The addresses below `/site`.
extension SitePeer {
    static let cookie = "pavilion_session"

    func handle(_ request: PeerRequest) async -> PeerResponse {
        let path = Array(request.segments.dropFirst())
        let isOffline = troubles.isOffline(at: clock.now)
        switch (request.method, path.first) {
        case ("GET", "assets"):
            return WebAssets.response(path.last ?? "")
        case (_, "api") where isOffline, (_, "live") where isOffline:
            return .dropped
        case ("POST", "trouble"):
            return takeReport(request)
        case ("GET", "trouble"):
            return tellTroubles()
        case ("GET", "ad"):
            return openAdvertisement()
        case ("GET", "download"):
            return download()
        case ("GET", "media"):
            return media(request, Array(path.dropFirst()))
        case (_, "api"):
            return await handleAPI(request, Array(path.dropFirst()))
        case ("GET", "live"):
            guard session(of: request) != nil else { return Self.signedOut }
            return .webSocket(feed)
        case ("GET", _):
            return page(request, path)
        default:
            return .text("Method not allowed\n", status: 405)
        }
    }

    func session(of request: PeerRequest) -> SessionBook.Session? {
        sessions.session(request.cookies[Self.cookie])
    }

    /// It outlives the browser, and scripts cannot read it.
    static func sessionCookie(_ token: String) -> String {
        "\(cookie)=\(token); Path=/site; Max-Age=31536000; HttpOnly; SameSite=Lax"
    }

    static let signedOut = failure("Please sign in.", status: 401)

    static func failure(_ message: String, status: Int) -> PeerResponse {
        .json(["error": .string(message)], status: status, headers: ["Cache-Control": "no-store"])
    }

    // MARK: Pages

    private func page(_ request: PeerRequest, _ path: [String]) -> PeerResponse {
        if let gate = gate(request) { return gatePage(gate) }
        let isSignedIn = session(of: request) != nil
        switch (skin, path.first, path.count) {
        case (.phoenix, nil, 0):
            // Without the slash the page's relative addresses would leave /site.
            guard request.path.hasSuffix("/") else { return .redirect(to: "/site/") }
            return .html(SitePage.phoenix(boot: boot(request)))
        case (.mutant, nil, 0) where request.path.hasSuffix("/"):
            return .html(SitePage.mutant(seed: look.seed, boot: boot(request)))
        case (.phoenix, _, _), (.mutant, _, _):
            return .redirect(to: "/site/")
        case (.react, _, _):
            return reactPage(request, path)
        case (.desk, _, _):
            return deskPage(request, path)
        case (_, "login", 1):
            return isSignedIn ? .redirect(to: "/site/chat") : .html(SitePage.classic(skin, boot: boot(request)))
        case (_, "chat", 1...2):
            return isSignedIn ? .html(SitePage.classic(skin, boot: boot(request))) : .redirect(to: "/site/login")
        default:
            return .redirect(to: isSignedIn ? "/site/chat" : "/site/login")
        }
    }

    /// What a page knows before its first request.
    func boot(_ request: PeerRequest) -> JSONValue {
        var boot = who(request)
        boot["generation"] = JSONValue(troubles.generation)
        boot["overlays"] = JSONValue(troubles.overlays.map(\.rawValue))
        boot["nameDelay"] = .integer(troubles.nameDelay.milliseconds)
        return boot
    }

    private func who(_ request: PeerRequest) -> JSONValue {
        guard let session = session(of: request) else {
            return ["signedIn": false, "notice": JSONValue(sessions.farewell(request.cookies[Self.cookie]))]
        }
        return [
            "signedIn": true,
            "user": .string(session.user),
            "popup": .bool(sessions.takePopup(request.cookies[Self.cookie])),
            "unread": JSONValue(unreadIDs()),
        ]
    }
}
