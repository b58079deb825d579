import Foundation

extension DiscordState {
    /// Answers one request to `/discord/api/…`; `path` is what follows `api`.
    mutating func answer(_ request: PeerRequest, path: [String], at now: Date) -> PeerResponse {
        if let seconds = invalid.ban(at: now) { return Self.cloudflare(429, 1015, retryAfter: seconds) }
        var headers = HeaderFields()
        var response: PeerResponse
        do throws(DiscordError) {
            let reply = try reply(to: request, path: path, headers: &headers, at: now)
            response = reply.json.map { .json($0, status: reply.status) } ?? .empty(reply.status)
        } catch {
            response = Self.refusal(error, fault: request.fault)
        }
        for field in headers.fields { response.headers[field.name] = field.value }
        invalid.note(
            status: response.status, isShared: response.headers["X-RateLimit-Scope"] == "shared", at: now)
        counts.note(status: response.status)
        return response
    }

    private mutating func reply(
        to request: PeerRequest, path: [String], headers: inout HeaderFields, at now: Date
    ) throws(DiscordError) -> DiscordReply {
        // The well-known libraries say who they are only where they send the bot's token; for interactions and webhooks
        // Discord takes any name, but not none.
        guard let agent = request.headers["User-Agent"], !agent.isEmpty else { throw .blockedAgent }
        if let error = Self.error(of: request.fault) { throw error }
        guard ["v10", "v9"].contains(path.first) else { throw .invalidVersion }
        let (route, parameters) = try DiscordRoute.find(request.method, Array(path.dropFirst()))
        let isWithoutToken: Bool
        switch route.access {
        case .bot:
            isWithoutToken = false
            guard agent.hasPrefix("DiscordBot (") else { throw .blockedAgent }
            guard request.authorization(scheme: "Bot") == DiscordWorld.token, !gateway.isTokenReset else {
                throw .unauthorized
            }
        case .interactionToken:
            isWithoutToken = true
        }
        counts.note(route)
        let verdict: RateLimits.Verdict =
            switch request.fault {
            case .rateLimited: RateLimits.refused(after: 1, .user, headers: [:])
            case .rateLimitedShared: RateLimits.refused(after: 1, .shared, headers: [:])
            case .rateLimitedGlobal where !isWithoutToken: RateLimits.refused(after: 1, .global, headers: [:])
            default: limits.take(route.rule, place: route.place(parameters), isGlobalExempt: isWithoutToken, at: now)
            }
        headers = verdict.headers
        if let refusal = verdict.refusal { return Self.limited(refusal) }
        let call = DiscordCall(
            parameters: parameters, query: request.query, body: request.body,
            contentType: request.headers["Content-Type"], host: request.headers["Host"] ?? "localhost", now: now)
        return try route.action(&self, call)
    }

    /// RatelimitedResponse.
    private static func limited(_ refusal: RateLimits.Refusal) -> DiscordReply {
        let body: JSONValue = [
            "message": "You are being rate limited.", "retry_after": .number(refusal.retryAfter),
            "global": .bool(refusal.isGlobal), "code": 0,
        ]
        return DiscordReply(status: 429, json: body)
    }
}

extension FaultKind {
    /// 502 with a page of Cloudflare's instead of JSON.
    static let badGateway = FaultKind("bad-gateway")
    /// 429 with a page of Cloudflare's: the address is shut out for a while.
    static let cloudflareBan = FaultKind("cloudflare-ban")
    /// 429 of scope `shared`: others have used up the channel's limit. It does not count as an invalid request.
    static let rateLimitedShared = FaultKind("rate-limited-shared")
    /// 429 of scope `global`; interactions are exempt.
    static let rateLimitedGlobal = FaultKind("rate-limited-global")
    /// 403: a permission is missing.
    static let forbidden = FaultKind("forbidden")
    /// 404: what is asked for is not there.
    static let missing = FaultKind("missing")
}

extension DiscordState {
    /// The kinds that requests can meet.
    static let faultKinds: Set<FaultKind> = [
        .serverError, .unavailable, .rateLimited, .rateLimitedShared, .rateLimitedGlobal, .unauthorized, .forbidden,
        .missing, .badGateway, .cloudflareBan,
    ]

    private static func error(of fault: FaultKind?) -> DiscordError? {
        switch fault {
        case .serverError: .serverError
        case .unavailable: DiscordError(503, 0, "503: Service Unavailable")
        case .badGateway: DiscordError(502, 0, "502: Bad Gateway")
        case .cloudflareBan: DiscordError(429, 0, "1015")
        case .unauthorized: .unauthorized
        case .forbidden: .missingAccess
        case .missing: .unknownChannel
        default: nil
        }
    }

    private static func refusal(_ error: DiscordError, fault: FaultKind?) -> PeerResponse {
        switch fault {
        case .badGateway: cloudflare(502, 502, retryAfter: nil)
        case .cloudflareBan: cloudflare(429, 1015, retryAfter: 10)
        default: .json(error.json, status: error.status)
        }
    }

    /// What Cloudflare answers in Discord's place.
    private static func cloudflare(_ status: Int, _ code: Int, retryAfter: TimeInterval?) -> PeerResponse {
        var response = PeerResponse.html("<html><body>error code: \(code)</body></html>\n", status: status)
        if let retryAfter { response.headers["Retry-After"] = String(Int(retryAfter.rounded(.up))) }
        return response
    }
}
