import Foundation
import Testing

import enum FlyingFox.WSMessage

@testable import Sandbox

@Suite struct SitePeerTests {
    private func site(_ skin: Skin = .phoenix, clock: any SandboxClock = SystemClock()) -> SitePeer {
        SitePeer(random: SeededRandom(seed: 1), clock: clock, skin: skin, password: "open sesame")
    }

    private func ask(
        _ site: SitePeer, _ method: String, _ path: String, _ json: JSONValue? = nil, cookie: String? = nil,
        fault: FaultKind? = nil
    ) async -> (status: Int, json: JSONValue, headers: HeaderFields) {
        let parts = path.split(separator: "?", maxSplits: 1)
        var request = PeerRequest(
            method: method, path: String(parts[0]), query: FormFields(parsing: parts.count > 1 ? parts[1] : ""),
            body: json?.data() ?? Data(), fault: fault)
        if let cookie { request.headers["Cookie"] = cookie }
        let response = await site.handle(request)
        guard case .bytes(let body) = response.body else { return (response.status, .null, response.headers) }
        return (response.status, (try? JSONValue(parsing: body)) ?? .null, response.headers)
    }

    private func signIn(_ site: SitePeer) async throws -> String {
        let answer = await ask(
            site, "POST", "/site/api/login", ["username": "owner@example.test", "password": "open sesame"])
        let cookie = try #require(answer.headers["Set-Cookie"]?.split(separator: ";").first)
        return String(cookie)
    }

    @Test func `a wrong password and a missing name are refused`() async {
        let site = site()
        let wrong = await ask(site, "POST", "/site/api/login", ["username": "a", "password": "sandbox"])
        #expect(wrong.status == 401)
        #expect(wrong.json["error"]?.string?.contains("wrong") == true)
        #expect(wrong.headers["Set-Cookie"] == nil)
        let nameless = await ask(site, "POST", "/site/api/login", ["username": "", "password": "open sesame"])
        #expect(nameless.status == 422)
    }

    @Test func `the session cookie outlives the browser and is not for scripts`() async throws {
        let answer = await ask(
            site(), "POST", "/site/api/login", ["username": "a", "password": "open sesame"])
        let cookie = try #require(answer.headers["Set-Cookie"])
        #expect(cookie.contains("Max-Age=31536000"))
        #expect(cookie.contains("HttpOnly"))
    }

    @Test(arguments: ["conversations", "people", "conversations/1/messages"])
    func `nothing is told to somebody who is not signed in`(path: String) async {
        let answer = await ask(site(), "GET", "/site/api/\(path)", cookie: "pavilion_session=forged")
        #expect(answer.status == 401)
        #expect(await ask(site(), "GET", "/site/live").status == 401)
    }

    @Test func `every classic address leads to the sign-in page and afterwards to the chats`() async throws {
        let site = site(.classic)
        for path in ["/site", "/site/chat", "/site/chat/12345678", "/site/other"] {
            #expect(await ask(site, "GET", path).headers["Location"] == "/site/login")
        }
        #expect(await ask(site, "GET", "/site/login").status == 200)
        let cookie = try await signIn(site)
        #expect(await ask(site, "GET", "/site/login", cookie: cookie).headers["Location"] == "/site/chat")
        #expect(await ask(site, "GET", "/site/chat/12345678", cookie: cookie).status == 200)
    }

    @Test func `the pop-up waits for the first page after sign-in and comes once`() async throws {
        let site = site()
        let cookie = try await signIn(site)
        func page() async -> String {
            let response = await site.handle(
                PeerRequest(method: "GET", path: "/site/", headers: ["Cookie": cookie]))
            guard case .bytes(let body) = response.body else { return "" }
            return String(decoding: body, as: UTF8.self)
        }
        #expect(await page().contains("\"popup\":true"))
        #expect(await page().contains("\"popup\":false"))
    }

    @Test func `a name cannot end the page's script`() async throws {
        let site = site()
        let answer = await ask(
            site, "POST", "/site/api/login", ["username": "</script><b>", "password": "open sesame"])
        let cookie = String(try #require(answer.headers["Set-Cookie"]?.split(separator: ";").first))
        let response = await site.handle(PeerRequest(method: "GET", path: "/site/", headers: ["Cookie": cookie]))
        guard case .bytes(let body) = response.body else { return }
        #expect(!String(decoding: body, as: UTF8.self).contains("</script><b>"))
    }

    @Test func `a sent message is in the ledger only after the latency`() async throws {
        let clock = ManualClock()
        let site = site(clock: clock)
        let cookie = try await signIn(site)
        let id = try #require(try await site.say("hi", by: .person("Mia"), asNotice: false)["conversation"]?.string)
        async let answer = ask(
            site, "POST", "/site/api/conversations/\(id)/messages", ["text": "hello\nyou"], cookie: cookie)
        try await eventually("the site takes its time") { clock.sleeperCount == 1 }
        #expect(await site.ledger()["typed"] == 0)
        clock.advance(by: SitePeer.sendLatency.upperBound)
        let entry = await answer
        #expect(entry.status == 200)
        #expect(entry.json["text"] == "hello\nyou")
        #expect(await site.ledger()["conversations"]?[0]?["messages"]?[1]?["who"] == "owner")
    }

    @Test func `a refused send writes nothing and a lost session ends`() async throws {
        let site = site()
        let cookie = try await signIn(site)
        let id = try #require(try await site.say("hi", by: .person("Mia"), asNotice: false)["conversation"]?.string)
        let path = "/site/api/conversations/\(id)/messages"
        #expect(await ask(site, "POST", path, ["text": "x"], cookie: cookie, fault: .sendRefused).status == 422)
        #expect(await ask(site, "POST", path, ["text": "  "], cookie: cookie).status == 422)
        #expect(await ask(site, "POST", path, ["words": "x"], cookie: cookie).status == 400)
        #expect(
            await ask(site, "POST", "/site/api/conversations/1/messages", ["text": "x"], cookie: cookie).status == 404)
        #expect(await ask(site, "GET", path, cookie: cookie, fault: .unauthorized).status == 401)
        #expect(await ask(site, "GET", path, cookie: cookie).status == 401)
        #expect(await site.ledger()["typed"] == 0)
    }

    @Test func `history comes in pages and opening it marks it read`() async throws {
        let site = site()
        let cookie = try await signIn(site)
        let said = try await site.addHistory(by: .person("Mia"), messages: 120)
        let id = try #require(said["conversation"]?.string)
        _ = try await site.say("new", by: .conversation(id), asNotice: false)
        let rows = await ask(site, "GET", "/site/api/conversations", cookie: cookie).json
        #expect(rows[0]?["unread"] == 1)
        #expect(rows[0]?["preview"] == "new")
        let newest = await ask(site, "GET", "/site/api/conversations/\(id)/messages", cookie: cookie).json
        #expect(newest["entries"]?.array?.count == SitePeer.pageLimit)
        #expect(newest["more"] == true)
        let first = try #require(newest["entries"]?[0]?["index"]?.int)
        let older = await ask(
            site, "GET", "/site/api/conversations/\(id)/messages?before=\(first)", cookie: cookie
        ).json
        #expect(older["entries"]?.array?.last?["index"]?.int == first - 1)
        #expect(await site.unreadIDs().isEmpty)
    }

    @Test func `a message is told to the pages that are open`() async throws {
        let site = site()
        var events = try await site.feed.makeMessages(for: AsyncStream { $0.finish() }).makeAsyncIterator()
        _ = try await site.say("hi", by: .person("Mia"), asNotice: false)
        let message = await events.next()
        guard case .text(let text) = message else {
            Issue.record("no event")
            return
        }
        let event = try JSONValue(parsing: Data(text.utf8))
        #expect(event["type"] == "entry")
        #expect(event["entry"]?["text"] == "hi")
        #expect(event["row"]?["name"] == "Mia")
    }

    @Test func `a reset empties the site and ends the sessions`() async throws {
        let site = site()
        let cookie = try await signIn(site)
        _ = try await site.say("hi", by: .person("Mia"), asNotice: false)
        await site.setSkin(.classic)
        await site.reset()
        #expect(await site.ledger()["conversations"] == [])
        #expect(await site.skin == .phoenix)
        #expect(await ask(site, "GET", "/site/api/conversations", cookie: cookie).status == 401)
    }

    @Test func `a wrong click needs no session, is counted, and is forgotten by a reset`() async {
        let site = site()
        let decoy = await ask(site, "POST", "/site/api/click", ["target": "report", "isDecoy": true])
        #expect(decoy.status == 204)
        _ = await ask(site, "POST", "/site/api/click", ["target": "button Log out", "isDecoy": false])
        #expect(await ask(site, "POST", "/site/api/click", ["isDecoy": true]).status == 400)
        #expect(await site.ledger()["wrong_clicks"] == 2)
        #expect(await site.ledger()["wrong_click_targets"] == ["decoy: report", "button Log out"])
        await site.reset()
        #expect(await site.ledger()["wrong_clicks"] == 0)
    }

    @Test func `assets carry their type and may be kept`() async {
        let response = await site().handle(PeerRequest(method: "GET", path: "/site/assets/phoenix.js"))
        #expect(response.headers["Content-Type"]?.hasPrefix("text/javascript") == true)
        #expect(response.headers["Cache-Control"]?.contains("immutable") == true)
        #expect(await site().handle(PeerRequest(method: "GET", path: "/site/assets/none.js")).status == 404)
    }
}
