// Names in here are those of the wire.
// swift-format-ignore-file: AlwaysUseLowerCamelCase

import CurlHTTP
import FoundationEssentials
import Logging
import ServiceRuntime
import Shared

/// An access token and its end.
struct AccessToken: Sendable, Equatable {
    var value: Secret
    var expires: Date
}

/// Sends a request; `HTTPClient.send` outside of tests.
typealias SendHTTP = @Sendable (HTTPRequest) async throws(HTTPError) -> HTTPResponse

/// Hands out access tokens, each until shortly before it expires. One request for a new one at a time, however many
/// callers wait for it.
///
/// Once Google has refused the credentials for good, it is not asked again until the files have changed.
actor GoogleTokenSource {
    /// Seconds; as Google's own library: 3 minutes 45 seconds before the end.
    static let margin: TimeInterval = 225

    private let send: SendHTTP
    private let address: String
    /// Reads the files anew.
    private let reload: @Sendable () throws(SheetsError) -> GoogleCredentials
    private let now: @Sendable () -> Date
    private let logger: Logger
    private var credentials: GoogleCredentials
    private var token: AccessToken?
    private var refreshing: Task<Result<AccessToken, SheetsError>, Never>?
    /// Set when Google refused these credentials.
    private var refusal: SheetsError?

    /// - Parameters:
    ///   - address: where tokens come from; what the files say about it is ignored.
    ///   - stored: a token of an earlier run, used if it is still good.
    init(
        _ credentials: GoogleCredentials, stored: AccessToken?, address: String, send: @escaping SendHTTP,
        reload: @escaping @Sendable () throws(SheetsError) -> GoogleCredentials,
        now: @escaping @Sendable () -> Date = { Date() }, logger: Logger
    ) {
        self.credentials = credentials
        self.token = stored
        self.address = address
        self.send = send
        self.reload = reload
        self.now = now
        self.logger = logger
    }

    /// A token that is good for at least ``margin`` more seconds, or that is fresh.
    func accessToken() async throws(SheetsError) -> Secret {
        if let token, token.expires.timeIntervalSince(now()) > Self.margin { return token.value }
        try reconsider()
        let task = refreshing ?? Task { await self.refresh() }
        refreshing = task
        let result = await withTaskCancellationHandler {
            await task.value
        } onCancel: {
            task.cancel()
        }
        return try result.get().value
    }

    /// The API refused the token: unless a newer one is there already, the next call asks for one.
    func discard(_ refused: Secret) {
        if token?.value == refused { token = nil }
    }

    /// Throws the refusal again while nothing has changed.
    private func reconsider() throws(SheetsError) {
        guard let refusal else { return }
        guard let changed = try? reload(), changed != credentials else { throw refusal }
        credentials = changed
        self.refusal = nil
    }

    private func refresh() async -> Result<AccessToken, SheetsError> {
        let result: Result<AccessToken, SheetsError>
        do throws(SheetsError) {
            let fresh = try await request()
            token = fresh
            result = .success(fresh)
        } catch {
            if error.code == .credentials { refusal = error }
            result = .failure(error)
        }
        refreshing = nil
        return result
    }

    private struct Grant: Decodable {
        var access_token: String
        var expires_in: Double
        var refresh_token: String?
    }

    private func request() async throws(SheetsError) -> AccessToken {
        let asked = now()
        let form = try await fields(at: asked)
        let response: HTTPResponse
        do throws(HTTPError) {
            response = try await send(
                HTTPRequest(
                    .post, address, headers: ["Content-Type": "application/x-www-form-urlencoded"],
                    body: Array(PercentEncoding.form(form).utf8), timeouts: SheetsClient.timeouts))
        } catch {
            throw SheetsError(.unavailable, "Google's token service cannot be reached: \(error.message)")
        }
        guard response.isSuccess else { throw SheetsError.token(response, now: now()) }
        guard let grant = try? JSONDecoder().decode(Grant.self, from: Data(response.body)) else {
            throw SheetsError(.unavailable, "Google's token service gave an answer that cannot be read.")
        }
        let token = AccessToken(
            value: Secret(grant.access_token), expires: asked.addingTimeInterval(max(0, grant.expires_in)))
        keep(token, renewed: grant.refresh_token)
        return token
    }

    private func fields(at now: Date) async throws(SheetsError) -> [(String, String)] {
        switch credentials {
        case .serviceAccount(let account):
            [
                ("grant_type", "urn:ietf:params:oauth:grant-type:jwt-bearer"),
                ("assertion", try await ServiceAccountAssertion.sign(account, now: now)),
            ]
        case .installedApp(let app):
            [
                ("grant_type", "refresh_token"), ("refresh_token", app.refreshToken.reveal()),
                ("client_id", app.clientID), ("client_secret", app.clientSecret.reveal()),
            ]
        }
    }

    /// Writes an installed application's tokens back. Google rarely sends a new refresh token; the old one is kept.
    private func keep(_ token: AccessToken, renewed: String?) {
        guard case .installedApp(var app) = credentials else { return }
        if let renewed, !renewed.isEmpty { app.refreshToken = Secret(renewed) }
        credentials = .installedApp(app)
        do throws(AtomicFile.Failure) {
            try TokenFile.update(app.tokenPath, token, for: app)
        } catch {
            logger.warning(
                "the token file cannot be written; the tokens are kept in memory",
                metadata: ["path": "\(app.tokenPath)", "reason": "\(error)"])
        }
    }
}
