import Testing

@testable import CurlHTTP

@Suite struct RedirectTests {
    private static func redirect(to location: String, status: Int = 302) -> ScriptedServer.Script {
        { peer in
            while true {
                let request = try peer.readRequest()
                if request.path == "/start" {
                    try peer.answer("\(status) Moved", headers: ["Location: \(location)"], text: "moved")
                } else {
                    try peer.answer(text: "arrived")
                }
            }
        }
    }

    /// Stands for the public internet, which tests do not have.
    private static let isOutside: @Sendable (NetworkAddress) -> Bool = { $0 == NetworkAddress("127.0.0.2") }

    @Test func aRedirectIsAnAnswerUnlessAskedForOtherwise() async throws {
        try await withServer(script: Self.redirect(to: "/end")) { client, server in
            let response = try await client.send(HTTPRequest(.get, server.url("/start")))
            #expect(response.status == 302 && response.headers["Location"] == "/end" && response.text == "moved")
        }
    }

    @Test func aRedirectIsFollowedOnTheSameConnection() async throws {
        try await withServer(script: Self.redirect(to: "end?x=1")) { client, server in
            let request = HTTPRequest(
                .post, server.url("/start"), headers: ["Authorization": "Bearer t"], body: [1], redirects: .follow(1))
            let response = try await client.send(request)
            #expect(response.status == 200 && response.text == "arrived")
            #expect(server.requests.map(\.line) == ["POST /start HTTP/1.1", "GET /end?x=1 HTTP/1.1"])
            #expect(server.requests.last?.headers["authorization"] == "Bearer t")
            #expect(server.connectionCount == 1)
        }
    }

    @Test func aLoopEndsAtTheMaximum() async throws {
        try await withServer(script: Self.redirect(to: "/start")) { client, server in
            let error = try await failure {
                try await client.send(HTTPRequest(.get, server.url("/start"), redirects: .follow(3)))
            }
            #expect(error.code == .redirectRefused && error.requestMayHaveBeenProcessed)
            #expect(server.requests.count == 4)
        }
    }

    @Test func authorizationDoesNotGoToAnotherHost() async throws {
        let other = try ScriptedServer(address: "127.0.0.2", Self.redirect(to: "/end"))
        defer { other.stop() }
        try await withServer(script: Self.redirect(to: other.url("/end"))) { client, server in
            let request = HTTPRequest(
                .get, server.url("/start"), headers: ["Authorization": "Bearer t", "X-Key": "k", "Accept": "a/b"],
                redirects: .follow(1))
            #expect(try await client.send(request).text == "arrived")
            let headers = try #require(other.requests.first).headers
            #expect(headers["authorization"] == nil && headers["x-key"] == nil && headers["accept"] == "a/b")
        }
    }

    /// 127.0.0.2 plays the internet, 127.0.0.1 this machine.
    @Test func aRedirectFromAPublicToAPrivateAddressIsRefusedBeforeConnecting() async throws {
        let inside = try ScriptedServer(Self.redirect(to: "/end"))
        defer { inside.stop() }
        let outside = try ScriptedServer(address: "127.0.0.2", Self.redirect(to: inside.url("/secret")))
        defer { outside.stop() }
        try await withClient(isPublic: Self.isOutside) { client in
            let error = try await failure {
                try await client.send(HTTPRequest(.get, outside.url("/start"), redirects: .follow(3)))
            }
            #expect(error.code == .redirectRefused && error.requestMayHaveBeenProcessed && !error.isRetriable)
            #expect(inside.connectionCount == 0)
        }
    }

    @Test func aKeptConnectionToAPrivateAddressIsNoWayAroundThat() async throws {
        let inside = try ScriptedServer(Self.redirect(to: "/end"))
        defer { inside.stop() }
        let outside = try ScriptedServer(address: "127.0.0.2", Self.redirect(to: inside.url("/secret")))
        defer { outside.stop() }
        try await withClient(isPublic: Self.isOutside) { client in
            _ = try await client.send(HTTPRequest(.get, inside.url("/direct")))
            let error = try await failure {
                try await client.send(HTTPRequest(.get, outside.url("/start"), redirects: .follow(3)))
            }
            #expect(error.code == .redirectRefused)
            #expect(inside.requests.map(\.path) == ["/direct"])
        }
    }

    @Test func aRedirectFromAPrivateToAPublicAddressIsFollowed() async throws {
        let outside = try ScriptedServer(address: "127.0.0.2", Self.redirect(to: "/end"))
        defer { outside.stop() }
        let inside = try ScriptedServer(Self.redirect(to: outside.url("/end")))
        defer { inside.stop() }
        try await withClient(isPublic: Self.isOutside) { client in
            let response = try await client.send(HTTPRequest(.get, inside.url("/start"), redirects: .follow(3)))
            #expect(response.text == "arrived")
        }
    }

    @Test func aBodyDoesNotGoToAnotherOrigin() async throws {
        let other = try ScriptedServer(Self.redirect(to: "/end"))
        defer { other.stop() }
        try await withServer(script: Self.redirect(to: other.url("/end"), status: 307)) { client, server in
            let error = try await failure {
                try await client.send(HTTPRequest(.post, server.url("/start"), body: [1], redirects: .follow(1)))
            }
            #expect(error.code == .redirectRefused)
            #expect(other.connectionCount == 0)
        }
    }

    @Test func aRedirectToAnUnlistedPlainHostIsRefused() async throws {
        try await withServer(script: Self.redirect(to: "http://example.com/")) { client, server in
            let error = try await failure {
                try await client.send(HTTPRequest(.get, server.url("/start"), redirects: .follow(1)))
            }
            #expect(error.code == .redirectRefused && error.message.contains("http://example.com"))
        }
    }

    @Test func aStreamFollowsRedirectsTooAndShowsOnlyTheLastHead() async throws {
        try await withServer(script: Self.redirect(to: "/end")) { client, server in
            let stream = try await client.stream(HTTPRequest(.get, server.url("/start"), redirects: .follow(1)))
            #expect(stream.status == 200)
            #expect(try await stream.collect() == Array("arrived".utf8))
        }
    }
}
