import Foundation

/// All that the stand-in for Google knows.
struct GoogleState: Sendable {
    var endpoint: TokenEndpoint
    var spreadsheets: [String: Spreadsheet]
    var quota = SheetsQuota()
    var random: SeededRandom
    private(set) var statuses: [Int: Int] = [:]
    private(set) var calls = 0

    init(key: ServiceAccountKey, random: SeededRandom) {
        endpoint = TokenEndpoint(key: key, tokens: AccessTokens(random: random.fork("tokens")))
        self.random = random.fork("spreadsheets")
        spreadsheets = [
            GoogleWorld.sheet: Spreadsheet(id: GoogleWorld.sheet, title: "Sandbox"),
            GoogleWorld.unsharedSheet: Spreadsheet(id: GoogleWorld.unsharedSheet, title: "Not shared"),
        ]
    }

    /// `POST /google/token`
    mutating func token(_ request: PeerRequest, address: String, at now: Date) -> PeerResponse {
        var response: PeerResponse
        do throws(OAuthError) {
            if let fault = Self.oauthError(of: request.fault) { throw fault }
            response = .json(try endpoint.answer(request.form, address: address, at: now))
        } catch {
            response = .json(error.json, status: error.status)
        }
        response.headers["Cache-Control"] = "no-cache, no-store, max-age=0, must-revalidate"
        note(response)
        return response
    }

    /// `/google/v4/…`; `path` is what follows `v4`.
    mutating func sheets(_ request: PeerRequest, path: [String], at now: Date) -> PeerResponse {
        var response: PeerResponse
        do throws(GoogleError) {
            response = .json(try answer(request, path: path, at: now))
        } catch {
            response = .json(error.json, status: error.code)
            if error.code == 401 {
                response.headers["WWW-Authenticate"] = "Bearer realm=\"https://accounts.google.com/\""
            }
        }
        note(response)
        return response
    }

    private mutating func note(_ response: PeerResponse) {
        statuses[response.status, default: 0] += 1
    }

    private mutating func answer(_ request: PeerRequest, path: [String], at now: Date) throws(GoogleError) -> JSONValue
    {
        if let fault = Self.error(of: request.fault) { throw fault }
        guard let call = SheetsCall(request.method, path) else { throw .notFound }
        guard let token = request.authorization(scheme: "Bearer") ?? request.query["access_token"] else {
            throw .noToken
        }
        guard let grant = endpoint.tokens.grant(token, at: now) else { throw .badToken }
        guard grant.scopes.allow(writing: call.kind == .write) else { throw .scopeMissing }
        calls += 1
        try quota.take(call.kind, user: grant.user, at: now)
        return try perform(call, request, as: grant)
    }
}

extension FaultKind {
    /// 403, as for a sheet whose sharing was taken back.
    static let permissionDenied = FaultKind("permission-denied")
    /// The token endpoint answers `invalid_grant`.
    static let invalidGrant = FaultKind("invalid-grant")
}

extension GoogleState {
    /// The kinds that requests can meet.
    static let faultKinds: Set<FaultKind> = [
        .serverError, .unavailable, .rateLimited, .unauthorized, .permissionDenied, .invalidGrant,
    ]

    private static func error(of fault: FaultKind?) -> GoogleError? {
        switch fault {
        case .serverError: .internalError
        case .unavailable: .unavailable
        case .rateLimited: SheetsQuota.exceeded(.write, perUser: true)
        case .unauthorized: .badToken
        case .permissionDenied: .denied
        default: nil
        }
    }

    private static func oauthError(of fault: FaultKind?) -> OAuthError? {
        switch fault {
        case .serverError: OAuthError(status: 500, code: "internal_failure", description: "Backend Error")
        case .unavailable: OAuthError(status: 503, code: "temporarily_unavailable", description: "Backend Error")
        case .rateLimited: OAuthError(status: 429, code: "rate_limit_exceeded", description: "Rate Limit Exceeded")
        case .invalidGrant: .revoked
        default: nil
        }
    }
}
