import Foundation
import Testing

@testable import Sandbox

@Suite struct GooglePeerTests {
    private static let sheet = "/google/v4/spreadsheets/\(GoogleWorld.sheet)"

    private func withGoogle<R: Sendable>(
        _ body: @escaping @Sendable (TestServer, GooglePeer, FaultBoard) async throws -> R
    ) async throws -> R {
        let clock = SystemClock()
        let faults = FaultBoard(random: SeededRandom(seed: 1), clock: clock)
        let peer = try GooglePeer(random: SeededRandom(seed: 1), clock: clock)
        return try await TestServer.with([peer], faults: faults) { try await body($0, peer, faults) }
    }

    /// The headers with a token of the installed application.
    private func authorize(_ server: TestServer, scope: String = GoogleScopes.spreadsheets) async throws -> [String:
        String]
    {
        let file = try await server.send("GET", "/google/credentials/token.json").json
        var fields = ["grant_type": "refresh_token", "scope": scope]
        for name in ["client_id", "client_secret", "refresh_token"] { fields[name] = file[name]?.string }
        let answer = try await server.post("/google/token", form: fields)
        #expect(answer.status == 200)
        return ["Authorization": "Bearer \(answer.json["access_token"]?.string ?? "")"]
    }

    @Test func `a service account writes with the file that is handed out`() async throws {
        try await withGoogle { server, peer, _ in
            let file = try await server.send("GET", "/google/credentials/service-account.json").json
            #expect(file["type"] == "service_account")
            #expect(file["private_key"]?.string?.hasPrefix("-----BEGIN PRIVATE KEY-----\n") == true)
            #expect(file["token_uri"] == .string(server.base + "/google/token"))
            let headers = try await authorize(server)
            let written = try await server.send(
                "POST", Self.sheet + "/values:batchUpdate",
                json: ["valueInputOption": "RAW", "data": [["range": "Sheet1!A1:B1", "values": [["m1", "=1+1"]]]]],
                headers: headers)
            #expect(written.status == 200 && written.json["totalUpdatedCells"] == 2)
            let read = try await server.send("GET", Self.sheet + "/values/Sheet1%21A1%3AB1", headers: headers)
            #expect(read.json["values"] == [["m1", "=1+1"]])
            let ledger = await peer.ledger()
            #expect(ledger["sheets"]?[GoogleWorld.sheet]?["Sheet1"] == [["m1", "=1+1"]])
            #expect(ledger["formulas"] == 0 && ledger["tokensIssued"] == 1)
        }
    }

    @Test func `tokens, scopes, ids and sharing are checked`() async throws {
        try await withGoogle { server, _, _ in
            let good = try await authorize(server)
            func status(_ path: String, _ headers: [String: String]) async throws -> JSONValue? {
                try await server.send("GET", path, headers: headers).json["error"]?["status"]
            }
            #expect(try await status(Self.sheet, [:]) == "UNAUTHENTICATED")
            #expect(try await status(Self.sheet, ["Authorization": "Bearer x"]) == "UNAUTHENTICATED")
            #expect(try await status("/google/v4/spreadsheets/unknown", good) == "NOT_FOUND")
            #expect(
                try await status("/google/v4/spreadsheets/\(GoogleWorld.unsharedSheet)", good) == "PERMISSION_DENIED")
            #expect(try await status(Self.sheet + "/values/Nowhere!A1", good) == "INVALID_ARGUMENT")
            let reader = try await authorize(server, scope: GoogleScopes.spreadsheets + ".readonly")
            #expect(try await status(Self.sheet, reader) == nil)
            let refused = try await server.send(
                "PUT", Self.sheet + "/values/A1?valueInputOption=RAW", json: ["values": [["x"]]], headers: reader)
            #expect(refused.status == 403)
            #expect(refused.json["error"]?["details"]?[0]?["reason"] == "ACCESS_TOKEN_SCOPE_INSUFFICIENT")
        }
    }

    @Test func `drive.file sees only what the application made`() async throws {
        try await withGoogle { server, _, _ in
            let headers = try await authorize(server, scope: GoogleScopes.driveFile)
            #expect(try await server.send("GET", Self.sheet, headers: headers).status == 404)
            let made = try await server.send(
                "POST", "/google/v4/spreadsheets", json: ["properties": ["title": "Mine"]], headers: headers)
            let id = try #require(made.json["spreadsheetId"]?.string)
            #expect(try await server.send("GET", "/google/v4/spreadsheets/\(id)", headers: headers).status == 200)
        }
    }

    @Test func `a batch with one wrong part changes nothing`() async throws {
        try await withGoogle { server, peer, _ in
            let headers = try await authorize(server)
            let data: JSONValue = [
                ["range": "Sheet1!A1", "values": [["x"]]], ["range": "Sheet1!A1001", "values": [["y"]]],
            ]
            let answer = try await server.send(
                "POST", Self.sheet + "/values:batchUpdate", json: ["valueInputOption": "RAW", "data": data],
                headers: headers)
            #expect(answer.status == 400)
            #expect(
                answer.json["error"]?["message"]
                    == "Invalid data[1]: Range (Sheet1!A1001) exceeds grid limits. Max rows: 1000, max columns: 26")
            #expect(await peer.ledger()["sheets"]?[GoogleWorld.sheet]?["Sheet1"] == [])
        }
    }

    @Test(
        arguments: [
            ("values/A1", ["values": [["x"]]], "'valueInputOption' is required but not specified"),
            ("values/A1?valueInputOption=TYPED", ["values": [["x"]]], "Invalid value at 'value_input_option'"),
            ("values/A1?valueInputOption=RAW", ["value": "x"], "Invalid JSON payload received. Unknown name \"value\""),
            (
                "values/A1?valueInputOption=RAW", ["range": "B1", "values": [["x"]]],
                "Requested writing within range [A1]"
            ),
        ] as [(String, JSONValue, String)])
    func `a malformed write is refused`(path: String, body: JSONValue, message: String) async throws {
        try await withGoogle { server, _, _ in
            let answer = try await server.send(
                "PUT", "\(Self.sheet)/\(path)", json: body, headers: try await authorize(server))
            #expect(answer.status == 400 && answer.json["error"]?["status"] == "INVALID_ARGUMENT")
            #expect(answer.json["error"]?["message"]?.string?.hasPrefix(message) == true)
        }
    }

    @Test(
        arguments: [
            (FaultKind.serverError, 500, 500), (.unavailable, 503, 503), (.rateLimited, 429, 429),
            (.unauthorized, 401, 200),
            (.permissionDenied, 403, 200), (.invalidGrant, 200, 400),
        ] as [(FaultKind, Int, Int)])
    func `faults answer as Google does`(kind: FaultKind, sheets: Int, token: Int) async throws {
        try await withGoogle { server, peer, faults in
            let headers = try await authorize(server)
            #expect(peer.faultKinds.contains(kind))
            faults.set(Fault(kind: kind, rate: 1, duration: .seconds(60)), peer: "google")
            #expect(try await server.send("GET", Self.sheet, headers: headers).status == sheets)
            let form = [
                "grant_type": "refresh_token", "client_id": GoogleWorld.clientID,
                "client_secret": GoogleWorld.clientSecret, "refresh_token": GoogleWorld.refreshToken,
            ]
            #expect(try await server.post("/google/token", form: form).status == token)
        }
    }

    @Test func `the page shows the rows and reset empties them`() async throws {
        try await withGoogle { server, peer, _ in
            let page = try await server.send("GET", "/sheet")
            #expect(page.status == 200 && !page.text.contains("/*STYLE*/"))
            let headers = try await authorize(server)
            _ = try await server.send(
                "PUT", Self.sheet + "/values/A1?valueInputOption=RAW", json: ["values": [["x"]]], headers: headers)
            #expect(try await server.send("GET", "/sheet/view").json["sheets"]?[0]?["rows"] == [["x"]])
            await peer.reset()
            #expect(try await server.send("GET", "/sheet/view").json["sheets"]?[0]?["rows"] == [])
            #expect(try await server.send("GET", Self.sheet, headers: headers).status == 401)
        }
    }
}
