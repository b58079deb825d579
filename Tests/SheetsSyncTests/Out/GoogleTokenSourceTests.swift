import CurlHTTP
import Foundation
import Logging
import Shared
import Synchronization
import Testing

@testable import SheetsSync

@Suite struct GoogleTokenSourceTests {
    private static let address = "https://oauth2.example/token"
    private let time = ManualTime()

    private static func granted(_ token: String, seconds: Int = 3599, refresh: String? = nil) -> HTTPResponse {
        let renewed = refresh.map { #", "refresh_token": "\#($0)""# } ?? ""
        return .json(
            200, #"{"access_token": "\#(token)", "expires_in": \#(seconds), "token_type": "Bearer"\#(renewed)}"#)
    }

    private static func app(_ path: String = "/nowhere/token.json", refresh: String = "r1") -> GoogleCredentials {
        .installedApp(
            .init(clientID: "id", clientSecret: Secret("s&="), refreshToken: Secret(refresh), tokenPath: path))
    }

    private func source(
        _ http: ScriptedHTTP, _ credentials: GoogleCredentials = app(), stored: AccessToken? = nil,
        reload: @escaping @Sendable () -> GoogleCredentials = { app() }
    ) -> GoogleTokenSource {
        GoogleTokenSource(
            credentials, stored: stored, address: Self.address, send: http.send,
            reload: { () throws(SheetsError) in reload() }, now: { [time] in time.now },
            logger: Logger(label: "tests", factory: { _ in SwiftLogNoOpLogHandler() }))
    }

    @Test func `an application refreshes with its own fields at the configured address`() async throws {
        let http = ScriptedHTTP { _, _ in Self.granted("a1") }
        #expect(try await source(http).accessToken().reveal() == "a1")
        let request = try #require(http.requests.first)
        #expect(request.url == Self.address && request.method == .post)
        #expect(request.headers["Content-Type"] == "application/x-www-form-urlencoded")
        #expect(
            request.form == [
                "grant_type": "refresh_token", "refresh_token": "r1", "client_id": "id", "client_secret": "s&=",
            ])
    }

    @Test func `a service account sends a signed statement`() async throws {
        let http = ScriptedHTTP { _, _ in Self.granted("a1") }
        let account = GoogleCredentials.serviceAccount(
            .init(email: "robot@p", keyID: "k", privateKey: Secret(TestKey.privatePEM)))
        #expect(try await source(http, account).accessToken().reveal() == "a1")
        let form = try #require(http.requests.first).form
        #expect(form["grant_type"] == "urn:ietf:params:oauth:grant-type:jwt-bearer")
        #expect(form["assertion"]?.split(separator: ".").count == 3 && form.count == 2)
    }

    @Test func `a token is kept until 3 minutes 45 seconds before its end`() async throws {
        let http = ScriptedHTTP { number, _ in Self.granted("a\(number)", seconds: 1000) }
        let source = source(http)
        #expect(try await source.accessToken().reveal() == "a1")
        time.advance(1000 - 226)
        #expect(try await source.accessToken().reveal() == "a1")
        time.advance(2)
        #expect(try await source.accessToken().reveal() == "a2")
        #expect(http.requests.count == 2)
    }

    @Test func `a stored token is used while it is good`() async throws {
        let http = ScriptedHTTP { _, _ in Self.granted("fresh") }
        let stored = AccessToken(value: Secret("stored"), expires: time.now + 1000)
        let source = source(http, stored: stored)
        #expect(try await source.accessToken().reveal() == "stored")
        time.advance(900)
        #expect(try await source.accessToken().reveal() == "fresh")
    }

    @Test func `many callers cause one request`() async throws {
        let http = ScriptedHTTP { number, _ in
            try await Task.sleep(for: .milliseconds(20))
            return Self.granted("a\(number)")
        }
        let source = source(http)
        let tokens = try await withThrowingTaskGroup(of: String.self) { group in
            for _ in 0..<50 { group.addTask { try await source.accessToken().reveal() } }
            return try await group.reduce(into: Set()) { $0.insert($1) }
        }
        #expect(tokens == ["a1"] && http.requests.count == 1)
    }

    @Test func `only the refused token is discarded`() async throws {
        let http = ScriptedHTTP { number, _ in Self.granted("a\(number)") }
        let source = source(http)
        let first = try await source.accessToken()
        await source.discard(Secret("another"))
        #expect(try await source.accessToken() == first)
        await source.discard(first)
        let second = try await source.accessToken()
        #expect(second.reveal() == "a2")
        await source.discard(first)
        #expect(try await source.accessToken() == second)
    }

    @Test func `invalid_grant is final until the files change`() async throws {
        let http = ScriptedHTTP { _, request in
            request.form["refresh_token"] == "r2"
                ? Self.granted("a1") : .json(400, #"{"error": "invalid_grant", "error_description": "revoked"}"#)
        }
        let current = Mutex(Self.app())
        let source = source(http, reload: { current.withLock { $0 } })
        for _ in 0..<5 {
            let error = await #expect(throws: SheetsError.self) { try await source.accessToken() }
            #expect(error?.code == .credentials && error?.message.contains("sign in again") == true)
        }
        #expect(http.requests.count == 1)
        current.withLock { $0 = Self.app(refresh: "r2") }
        #expect(try await source.accessToken().reveal() == "a1")
    }

    @Test(arguments: [408, 429, 500, 503, 504])
    func `a service in trouble is asked again`(status: Int) async throws {
        let http = ScriptedHTTP { number, _ in
            number == 1 ? .json(status, "", headers: ["Retry-After": "7"]) : Self.granted("a1")
        }
        let source = source(http)
        let error = await #expect(throws: SheetsError.self) { try await source.accessToken() }
        #expect(error?.code == .unavailable && error?.isRetriable == true && error?.retryAfter == .seconds(7))
        #expect(try await source.accessToken().reveal() == "a1")
    }

    @Test func `an unreachable service and an unreadable answer are asked again`() async throws {
        let http = ScriptedHTTP { number, _ in
            switch number {
            case 1: throw HTTPError(.connect, "down", requestMayHaveBeenProcessed: false)
            case 2: .json(200, "{}")
            default: Self.granted("a1")
            }
        }
        let source = source(http)
        for _ in 0..<2 {
            let error = await #expect(throws: SheetsError.self) { try await source.accessToken() }
            #expect(error?.code == .unavailable)
        }
        #expect(try await source.accessToken().reveal() == "a1")
    }

    @Test func `tokens are written back, and a renewed refresh token is used from then on`() async throws {
        try await Scratch.with { scratch in
            let path = try scratch.write(#"{"refresh_token": "r1", "account": "x"}"#, to: "token.json")
            let http = ScriptedHTTP { number, _ in Self.granted("a\(number)", refresh: number == 1 ? "r2" : nil) }
            let source = source(http, Self.app(path))
            let first = try await source.accessToken()
            #expect(try scratch.json("token.json")["refresh_token"] as? String == "r2")
            #expect(try scratch.json("token.json")["token"] as? String == "a1")
            await source.discard(first)
            _ = try await source.accessToken()
            #expect(http.requests.last?.form["refresh_token"] == "r2")
            let file = try scratch.json("token.json")
            #expect(file["refresh_token"] as? String == "r2" && file["token"] as? String == "a2")
            #expect(file["account"] as? String == "x")
        }
    }

    @Test func `a token file that cannot be written does not stop the service`() async throws {
        let http = ScriptedHTTP { _, _ in Self.granted("a1") }
        #expect(try await source(http, Self.app("/nowhere/at/all/token.json")).accessToken().reveal() == "a1")
    }

    @Test func `no error shows a secret`() async throws {
        for answer in [#"{"error": "invalid_client", "error_description": "hunter2"}"#, "hunter2"] {
            let http = ScriptedHTTP { _, _ in .json(401, answer) }
            let error = await #expect(throws: SheetsError.self) { try await source(http).accessToken() }
            #expect(error.map { String(reflecting: $0).contains("hunter2") } == false)
        }
    }
}
