import Testing

@testable import CurlHTTP

/// What goes over the wire, and how answers are read.
@Suite struct RequestTests {
    private static let echo: ScriptedServer.Script = { peer in
        while true {
            try peer.readRequest()
            try peer.answer(text: "ok")
        }
    }

    @Test(arguments: HTTPMethod.allCases)
    func everyMethodIsSentAsItIs(method: HTTPMethod) async throws {
        try await withServer { peer in
            try peer.readRequest()
            try peer.answer(headers: ["X-Two: 2"], body: method == .head ? [] : Array("ok".utf8))
        } test: { client, server in
            let response = try await client.send(HTTPRequest(method, server.url("/a/b?c=d%20e")))
            #expect(response.status == 200 && response.headers["x-two"] == "2")
            #expect(response.text == (method == .head ? "" : "ok"))
            #expect(server.requests.map(\.line) == ["\(method.rawValue) /a/b?c=d%20e HTTP/1.1"])
        }
    }

    @Test func headersAreSentAsGivenAndNoneIsInvented() async throws {
        try await withServer(HTTPClientConfiguration(userAgent: "tester/1"), script: Self.echo) { client, server in
            let headers: HTTPHeaders = ["X-Empty": "", "X-Value": "a: b;c", "Accept": "text/plain"]
            _ = try await client.send(HTTPRequest(.post, server.url(), headers: headers, body: [0, 255, 13, 10]))
            _ = try await client.send(HTTPRequest(.get, server.url(), headers: ["user-agent": "own"]))
            let request = try #require(server.requests.first)
            #expect(
                request.headers == [
                    "host": "127.0.0.1:\(server.port)", "user-agent": "tester/1", "accept": "text/plain",
                    "accept-encoding": "gzip, deflate", "x-empty": "", "x-value": "a: b;c", "content-length": "4",
                ])
            #expect(request.body == [0, 255, 13, 10])
            #expect(server.requests.last?.headers["user-agent"] == "own")
        }
    }

    @Test(arguments: [HTTPMethod.post, .put, .patch])
    func anEmptyBodyIsSentWithItsLength(method: HTTPMethod) async throws {
        try await withServer(script: Self.echo) { client, server in
            _ = try await client.send(HTTPRequest(method, server.url()))
            #expect(server.requests.first?.headers["content-length"] == "0")
            #expect(server.requests.first?.headers["content-type"] == nil)
        }
    }

    @Test func aLongBodyIsSentWithoutWaitingForLeave() async throws {
        let body = (0..<3_000_000).map { UInt8(truncatingIfNeeded: $0 &* 31) }
        try await withServer(script: Self.echo) { client, server in
            _ = try await client.send(HTTPRequest(.put, server.url(), body: body, timeouts: .patient))
            #expect(server.requests.first?.headers["expect"] == nil)
            #expect(server.requests.first?.body == body)
        }
    }

    @Test(arguments: [200, 204, 304, 400, 401, 404, 429, 500, 503])
    func everyStatusIsAnAnswer(status: Int) async throws {
        try await withServer { peer in
            try peer.readRequest()
            try peer.write("HTTP/1.1 \(status) Whatever\r\nContent-Length: 0\r\n\r\n")
        } test: { client, server in
            let response = try await client.send(HTTPRequest(.get, server.url()))
            #expect(response.status == status && response.isSuccess == (200...299).contains(status))
        }
    }

    @Test func aChunkedBodyIsPutTogether() async throws {
        try await withServer { peer in
            try peer.readRequest()
            try peer.write("HTTP/1.1 200 OK\r\nTransfer-Encoding: chunked\r\nTrailer: Sum\r\n\r\n")
            for piece in ["one ", "two ", "three"] { try peer.chunk(piece) }
            try peer.write("0\r\nSum: 3\r\n\r\n")
        } test: { client, server in
            let response = try await client.send(HTTPRequest(.get, server.url()))
            #expect(response.text == "one two three")
            #expect(response.headers["Sum"] == nil)
        }
    }

    @Test func informationalAnswersArePassedOver() async throws {
        try await withServer { peer in
            try peer.readRequest()
            try peer.write("HTTP/1.1 103 Early Hints\r\nX-Early: 1\r\n\r\n")
            try peer.answer("201 Created", text: "made")
        } test: { client, server in
            let response = try await client.send(HTTPRequest(.post, server.url(), body: [1]))
            #expect(response.status == 201 && response.text == "made" && response.headers["X-Early"] == nil)
        }
    }

    @Test func aConnectionIsUsedAgain() async throws {
        try await withServer(script: Self.echo) { client, server in
            for _ in 0..<5 { _ = try await client.send(HTTPRequest(.post, server.url(), body: [1])) }
            #expect(server.requests.count == 5)
            #expect(server.connectionCount == 1)
        }
    }

    @Test(arguments: ["X\r\nY: 1", "", "X Y", "X:"])
    func aHeaderNameThatCouldSmuggleIsRefused(name: String) async throws {
        try await refused(
            HTTPRequest(.get, "http://127.0.0.1:1/", headers: HTTPHeaders([.init(name: name, value: "1")])))
    }

    @Test(arguments: ["1\r\nY: 2", "1\n", "a\0b", "\u{7F}"])
    func aHeaderValueThatCouldSmuggleIsRefused(value: String) async throws {
        try await refused(HTTPRequest(.get, "http://127.0.0.1:1/", headers: ["X": value]))
    }

    @Test(arguments: ["host", "Content-Length", "transfer-encoding", "Connection", "Accept-Encoding", "Expect"])
    func headersThatFollowFromTheRestAreRefused(name: String) async throws {
        try await refused(
            HTTPRequest(.post, "http://127.0.0.1:1/", headers: HTTPHeaders([.init(name: name, value: "1")])))
    }

    @Test func aBodyWhereNoneBelongsAndALimitBelowZeroAreRefused() async throws {
        try await refused(HTTPRequest(.get, "http://127.0.0.1:1/", body: [1]))
        try await refused(HTTPRequest(.head, "http://127.0.0.1:1/", body: [1]))
        try await refused(HTTPRequest(.get, "http://127.0.0.1:1/", bodyLimit: -1))
    }

    private func refused(_ request: HTTPRequest, sourceLocation: SourceLocation = #_sourceLocation) async throws {
        try await withClient { client in
            let error = try await failure(sourceLocation: sourceLocation) { try await client.send(request) }
            #expect(error.code == .invalidRequest, sourceLocation: sourceLocation)
            #expect(!error.requestMayHaveBeenProcessed && !error.isRetriable, sourceLocation: sourceLocation)
        }
    }
}
