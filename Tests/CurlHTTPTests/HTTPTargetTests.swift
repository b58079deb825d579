import Testing

@testable import CurlHTTP

@Suite struct HTTPTargetTests {
    @Test(arguments: [
        ("https://Example.com", "https://example.com"),
        ("https://example.com:443/a?b#c", "https://example.com"),
        ("https://example.com:8443/", "https://example.com:8443"),
        ("http://[::1]:80/", "http://[::1]"),
        ("http://0x7f000001:8080/", "http://127.0.0.1:8080"),
        ("http://2130706433/", "http://127.0.0.1"),
    ])
    func theOriginIsSchemeHostAndPort(url: String, origin: String) throws {
        #expect(try HTTPTarget(url: url).origin == origin)
    }

    @Test func theFragmentIsDropped() throws {
        #expect(try HTTPTarget(url: "https://example.com/a?b=c#d").url == "https://example.com/a?b=c")
    }

    @Test(arguments: ["", "example.com/a", "/a", "https://", "https://exa mple.com/", "https://example.com:99999/"])
    func whatCannotBeReadIsRefused(url: String) {
        let error = #expect(throws: HTTPError.self) { try HTTPTarget(url: url) }
        #expect(error?.code == .invalidURL)
        #expect(error?.requestMayHaveBeenProcessed == false)
    }

    @Test(arguments: [
        "https://user@example.com/", "https://user:hunter2@example.com/", "https://:hunter2@example.com/",
    ])
    func credentialsInTheURLAreRefusedAndNotRepeated(url: String) {
        let error = #expect(throws: HTTPError.self) { try HTTPTarget(url: url) }
        #expect(error?.code == .invalidURL)
        #expect(error?.message.contains("Authorization") == true)
        #expect(error?.message.contains("hunter2") == false)
    }

    @Test(arguments: [
        "https://example.com/", "http://localhost:8080/", "http://127.0.0.1/", "http://127.9.9.9/", "http://[::1]/",
        "http://LISTED/", "http://listed:9000/",
    ])
    func httpsLoopbackAndListedHostsAreAllowed(url: String) throws {
        try TargetPolicy(plainHTTPHosts: ["Listed"]).check(HTTPTarget(url: url))
    }

    @Test(arguments: [
        "http://example.com/", "http://10.0.0.1/", "http://localhost.example.com/", "http://listed.example.com/",
        "http://127.0.0.1.example.com/", "ftp://example.com/", "file:///etc/passwd", "gopher://localhost/",
    ])
    func otherSchemesAndPlainHTTPElsewhereAreRefused(url: String) {
        let error = #expect(throws: HTTPError.self) {
            try TargetPolicy(plainHTTPHosts: ["listed"]).check(HTTPTarget(url: url))
        }
        #expect(error?.code == .refusedScheme)
        #expect(error?.isRetriable == false)
    }
}
