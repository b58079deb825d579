import Foundation
import Testing

@testable import Sandbox

/// `/control/trouble`, and what a page's requests then meet.
@Suite struct TroubleCommandTests {
    private let clock = SystemClock()

    private func withServer<R: Sendable>(
        _ skin: Skin = .classic, _ body: @escaping @Sendable (TestServer) async throws -> R
    ) async throws -> R {
        let site = SitePeer(random: SeededRandom(seed: 1), clock: clock, skin: skin, password: "sandbox")
        let faults = FaultBoard(random: SeededRandom(seed: 1), clock: clock)
        let control = ControlPeer(
            site: site, operated: nil, peers: [site], faults: faults, clock: clock, seed: 1)
        return try await TestServer.with([site, control], faults: faults, clock: clock, body)
    }

    private static func signIn(_ server: TestServer) async throws -> [String: String] {
        let answer = try await server.send(
            "POST", "/site/api/login", json: ["username": "owner@example.test", "password": "sandbox"])
        let cookie = try #require(answer.header("Set-Cookie")?.split(separator: ";").first)
        return ["Cookie": String(cookie)]
    }

    private static func begin(_ trouble: JSONValue, _ server: TestServer) async throws {
        #expect(try await server.send("POST", "/control/trouble", json: trouble).status == 200)
    }

    private static func counts(_ server: TestServer) async throws -> JSONValue {
        try #require(try await server.send("GET", "/control/ledger").json["site"]?["troubles"])
    }

    @Test(
        arguments: [
            [:], ["kind": "flood"], ["kind": "dialog"], ["kind": "dialog", "dialog": "print"],
            ["kind": "frozen", "seconds": 121], ["kind": "frozen", "text": "x"], ["kind": "none", "seconds": 1],
            ["kind": "second-factor", "answer": "12"], ["kind": "captcha", "now": "yes"], ["kind": "hand-typing"],
        ] as [JSONValue])
    func `a wrong trouble is refused with words that help`(body: JSONValue) async throws {
        try await withServer { server in
            let answer = try await server.send("POST", "/control/trouble", json: body)
            #expect(answer.status == 400)
            #expect(answer.json["error"]?.string?.isEmpty == false)
        }
    }

    @Test func `what lasts is told until it is ended`() async throws {
        try await withServer { server in
            try await Self.begin(["kind": "consent"], server)
            let answer = try await server.send("POST", "/control/trouble", json: ["kind": "slow", "milliseconds": 5])
            #expect(answer.json["active"] == ["consent", "slow"])
            #expect(answer.json["pages"] == 0)
            let ended = try await server.send("POST", "/control/trouble", json: ["kind": "none"])
            #expect(ended.json["active"] == [])
            try await Self.begin(["kind": "banned"], server)
            #expect(try await server.send("POST", "/control/reset").status == 204)
            #expect(try await server.send("GET", "/control/trouble").json["active"] == [])
        }
    }

    @Test func `what a page reports is counted`() async throws {
        try await withServer { server in
            try await Self.begin(["kind": "advertisement"], server)
            for event in ["advertisement-primary", "advertisement-primary", "advertisement-closed"] {
                #expect(try await server.send("POST", "/site/trouble", json: ["event": .string(event)]).status == 204)
            }
            #expect(try await server.send("POST", "/site/trouble", json: ["event": "dance"]).status == 400)
            #expect(try await server.send("GET", "/site/ad").status == 200)
            let file = try await server.send("GET", "/site/download")
            #expect(file.header("Content-Disposition")?.hasPrefix("attachment") == true)
            let counts = try await Self.counts(server)
            #expect(counts["advertisement_primary_clicks"] == 2)
            #expect(counts["advertisements_closed"] == 1)
            #expect(counts["new_tabs"] == 1)
            #expect(counts["downloads"] == 1)
            #expect(try await server.send("GET", "/control/trouble").json["active"] == [])
        }
    }

    @Test func `a right password leads to a challenge, and its answer to the site`() async throws {
        try await withServer { server in
            try await Self.begin(["kind": "second-factor", "answer": "654321"], server)
            let cookie = try await Self.signIn(server)
            #expect(try await server.send("GET", "/site/api/conversations", headers: cookie).status == 403)
            #expect(try await server.send("GET", "/site/chat", headers: cookie).text.contains("second-factor"))
            let wrong = try await server.send(
                "POST", "/site/api/challenge", json: ["answer": "000000"], headers: cookie)
            #expect(wrong.status == 422)
            let right = try await server.send(
                "POST", "/site/api/challenge", json: ["answer": "654321"], headers: cookie)
            #expect(right.status == 204)
            #expect(try await server.send("GET", "/site/api/conversations", headers: cookie).status == 200)
            let counts = try await Self.counts(server)
            #expect(counts["challenge_wrong"] == 1)
            #expect(counts["challenge_answered"] == 1)
        }
    }

    @Test func `three wrong answers end the session`() async throws {
        try await withServer { server in
            let cookie = try await Self.signIn(server)
            try await Self.begin(["kind": "captcha", "now": true], server)
            var statuses: [Int] = []
            for _ in 0..<3 {
                let answer = try await server.send(
                    "POST", "/site/api/challenge", json: ["answer": "penguin"], headers: cookie)
                statuses.append(answer.status)
            }
            #expect(statuses == [422, 422, 401])
            #expect(try await server.send("GET", "/site/api/conversations", headers: cookie).status == 401)
            let page = try await server.send("GET", "/site/login", headers: cookie).text
            #expect(page.contains("Too many wrong answers"))
            #expect(try await Self.counts(server)["challenge_voided"] == 1)
        }
    }

    @Test func `an end of all troubles frees those who were held`() async throws {
        try await withServer { server in
            let cookie = try await Self.signIn(server)
            try await Self.begin(["kind": "captcha", "now": true], server)
            #expect(try await server.send("GET", "/site/api/conversations", headers: cookie).status == 403)
            try await Self.begin(["kind": "none"], server)
            #expect(try await server.send("GET", "/site/api/conversations", headers: cookie).status == 200)
        }
    }

    @Test func `a suspended account sees nothing else`() async throws {
        try await withServer { server in
            let cookie = try await Self.signIn(server)
            try await Self.begin(["kind": "banned"], server)
            let refused = try await server.send("GET", "/site/api/conversations", headers: cookie)
            #expect(refused.status == 403)
            #expect(refused.json["error"] == "Your account has been suspended.")
            #expect(try await server.send("GET", "/site/login").text.contains("\"kind\":\"banned\""))
        }
    }

    @Test func `a sign-in elsewhere ends the session with words`() async throws {
        try await withServer { server in
            let cookie = try await Self.signIn(server)
            try await Self.begin(["kind": "second-device"], server)
            #expect(try await server.send("GET", "/site/api/conversations", headers: cookie).status == 401)
            let page = try await server.send("GET", "/site/login", headers: cookie).text
            #expect(page.contains("You signed in on another device."))
            let other = try await server.send("GET", "/site/login").text
            #expect(!other.contains("another device"))
        }
    }

    @Test func `while the site is offline its pages load and its requests are dropped`() async throws {
        try await withServer { server in
            let cookie = try await Self.signIn(server)
            try await Self.begin(["kind": "offline", "seconds": 60], server)
            await #expect(throws: (any Error).self) {
                _ = try await server.send("GET", "/site/api/conversations", headers: cookie)
            }
            #expect(try await server.send("GET", "/site/chat", headers: cookie).status == 200)
            try await Self.begin(["kind": "none"], server)
            #expect(try await server.send("GET", "/site/api/conversations", headers: cookie).status == 200)
        }
    }

    @Test func `the addresses of react lead to sign-in and afterwards to the chats`() async throws {
        try await withServer(.react) { server in
            let login = "/site/get-started/email/login"
            for path in ["/site/", "/site/chats", "/site/chats/12345678", "/site/get-started"] {
                #expect(try await server.send("GET", path).header("Location") == login)
            }
            #expect(try await server.send("GET", login).status == 200)
            let cookie = try await Self.signIn(server)
            #expect(try await server.send("GET", login, headers: cookie).header("Location") == "/site/chats")
            #expect(try await server.send("GET", "/site/chats/12345678", headers: cookie).status == 200)
        }
    }

    @Test func `the desk gives a session to whoever comes, and a held one while there is a challenge`() async throws {
        try await withServer(.desk) { server in
            #expect(try await server.send("GET", "/site/").header("Location") == "/site/desk")
            let first = try await server.send("GET", "/site/desk")
            let cookie = String(try #require(first.header("Set-Cookie")?.split(separator: ";").first))
            let headers = ["Cookie": cookie]
            #expect(try await server.send("GET", "/site/api/conversations", headers: headers).status == 200)
            #expect(try await server.send("GET", "/site/desk", headers: headers).header("Set-Cookie") == nil)
            try await Self.begin(["kind": "captcha"], server)
            let second = try await server.send("GET", "/site/desk")
            #expect(second.text.contains("PELICAN"))
            #expect(second.header("Set-Cookie") != nil)
        }
    }
}
