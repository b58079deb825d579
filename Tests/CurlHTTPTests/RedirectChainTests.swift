import Testing

@testable import CurlHTTP

@Suite struct RedirectChainTests {
    private let policy = TargetPolicy(plainHTTPHosts: ["inside"])

    private func hop(
        _ method: HTTPMethod = .get, _ url: String = "https://a.example/start", body: String = "",
        headers: HTTPHeaders = [:]
    ) throws -> Hop {
        try Hop(HTTPRequest(method, url, headers: headers, body: Array(body.utf8)), policy: policy)
    }

    private func step(
        _ hop: Hop, _ status: Int, to url: String, rule: HTTPRedirects = .follow(3)
    ) -> RedirectChain.Step {
        var chain = RedirectChain(rule, policy: policy)
        return chain.step(from: hop, status: status, to: url)
    }

    private func followed(_ step: RedirectChain.Step) throws -> Hop {
        guard case .follow(let hop) = step else {
            throw HTTPError(.redirectRefused, "\(step)", requestMayHaveBeenProcessed: true)
        }
        return hop
    }

    private func reason(_ step: RedirectChain.Step) -> String? {
        guard case .refuse(let reason) = step else { return nil }
        return reason
    }

    @Test func onlyRedirectsWithALocationAreHandled() {
        let chain = RedirectChain(.follow(1), policy: policy)
        for status in [301, 302, 303, 307, 308] {
            #expect(chain.handles(status: status, location: "/b"))
            #expect(!chain.handles(status: status, location: nil))
            #expect(!RedirectChain(.none, policy: policy).handles(status: status, location: "/b"))
        }
        for status in [200, 201, 300, 304, 305, 404] {
            #expect(!chain.handles(status: status, location: "/b"))
        }
    }

    @Test func withinAnOriginEverythingGoesAlong() throws {
        let first = try hop(.put, body: "text", headers: ["Authorization": "Bearer t", "X-Key": "k"])
        let next = try followed(step(first, 307, to: "https://a.example/next"))
        #expect(next.target.url == "https://a.example/next")
        #expect(next.method == .put && next.body == Array("text".utf8) && next.headers == first.headers)
    }

    @Test(arguments: [
        "https://b.example/", "https://a.example:8443/", "https://sub.a.example/", "https://example/",
    ])
    func secretsStayWithTheirOrigin(url: String) throws {
        let headers: HTTPHeaders = [
            "Authorization": "Bearer t", "Cookie": "c", "X-Api-Key": "k", "accept": "text/plain", "User-Agent": "u",
        ]
        let next = try followed(step(try hop(headers: headers), 302, to: url))
        #expect(next.headers.map(\.name) == ["accept", "User-Agent"])
    }

    @Test(arguments: [307, 308])
    func aBodyIsNotSentToAnotherOrigin(status: Int) throws {
        let first = try hop(.post, body: "client_secret=s")
        #expect(reason(step(first, status, to: "https://b.example/"))?.contains("https://b.example") == true)
    }

    @Test func whatBecomesAGetLosesItsBody() throws {
        for (method, status) in [(HTTPMethod.post, 301), (.post, 302), (.post, 303), (.put, 303), (.delete, 303)] {
            let first = try hop(method, body: "text", headers: ["Content-Type": "text/plain"])
            let next = try followed(step(first, status, to: "https://a.example/next"))
            #expect(next.method == .get && next.body.isEmpty && next.headers["Content-Type"] == nil)
        }
    }

    @Test func otherMethodsStayWhatTheyAre() throws {
        for (method, status) in [(HTTPMethod.head, 303), (.put, 301), (.post, 307), (.delete, 302), (.get, 308)] {
            #expect(try followed(step(try hop(method), status, to: "https://a.example/next")).method == method)
        }
    }

    @Test func httpsNeverLeadsToHTTP() throws {
        #expect(reason(step(try hop(), 302, to: "http://inside/"))?.contains("plain http") == true)
        #expect(reason(step(try hop(), 302, to: "http://localhost/"))?.contains("plain http") == true)
    }

    @Test func httpMayLeadToHTTPS() throws {
        let first = try hop(.get, "http://inside/")
        #expect(try followed(step(first, 302, to: "https://a.example/")).target.isSecure)
    }

    @Test(arguments: ["http://b.example/", "file:///etc/passwd", "ftp://b.example/", "https://u:p@b.example/", ""])
    func whatMayNotBeAskedForMayNotBeRedirectedTo(url: String) throws {
        #expect(reason(step(try hop(), 302, to: url)) != nil)
    }

    @Test func theNumberOfRedirectsIsBounded() throws {
        var chain = RedirectChain(.follow(2), policy: policy)
        var current = try hop()
        for _ in 0..<2 { current = try followed(chain.step(from: current, status: 302, to: "https://a.example/x")) }
        #expect(reason(chain.step(from: current, status: 302, to: "https://a.example/x"))?.contains("2") == true)
    }

    @Test func aChainThatWasPublicStaysPublic() throws {
        var guardian = AddressGuard(isPublic: { $0.isPublic })
        let inside = NetworkAddress("10.0.0.1")
        let outside = NetworkAddress("1.1.1.1")
        #expect(guardian.admits(inside) && guardian.admits(nil))
        guardian.visited(inside)
        #expect(guardian.admits(inside) && guardian.admits(outside))
        guardian.visited(outside)
        #expect(!guardian.admits(inside) && !guardian.admits(nil) && guardian.admits(outside))
    }
}
