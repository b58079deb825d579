import Synchronization
import Testing

@testable import CurlHTTP

@Suite struct FailureTests {
    private func failed(
        _ method: HTTPMethod = .post, script: @escaping ScriptedServer.Script
    ) async throws -> HTTPError {
        try await withServer(script: script) { client, server in
            try await failure { try await client.send(HTTPRequest(method, server.url(), timeouts: .patient)) }
        }
    }

    @Test func aBodyShorterThanItsLengthIsAReset() async throws {
        let error = try await failed { peer in
            try peer.readRequest()
            try peer.write("HTTP/1.1 200 OK\r\nContent-Length: 100\r\n\r\nonly this")
        }
        #expect(error.code == .reset && error.requestMayHaveBeenProcessed && error.isRetriable)
    }

    @Test func aChunkedBodyWithoutItsEndIsAReset() async throws {
        let error = try await failed { peer in
            try peer.readRequest()
            try peer.write("HTTP/1.1 200 OK\r\nTransfer-Encoding: chunked\r\n\r\n")
            try peer.chunk("a piece")
        }
        #expect(error.code == .reset && error.requestMayHaveBeenProcessed)
    }

    @Test func aResetAfterTheRequestMayHaveBeenProcessed() async throws {
        let error = try await failed { peer in
            try peer.readRequest()
            try peer.reset()
        }
        #expect(error.code == .reset && error.requestMayHaveBeenProcessed)
    }

    @Test func aCloseWithoutAnAnswerMayHaveBeenProcessed() async throws {
        let error = try await failed { try $0.readRequest() }
        #expect(error.code == .reset && error.requestMayHaveBeenProcessed)
    }

    @Test func aPortWhereNobodyListensIsCertainlyUnsent() async throws {
        let server = try ScriptedServer { _ in }
        let url = server.url()
        server.stop()
        try await withClient { client in
            // The listener's thread closes it in its own time.
            try await eventually {
                let error = try? await failure { try await client.send(HTTPRequest(.post, url, timeouts: .patient)) }
                return error?.code == .connect && error?.requestMayHaveBeenProcessed == false
            }
        }
    }

    @Test func aNameWithoutAnAddressIsCertainlyUnsent() async throws {
        try await withClient { client in
            // A label that is longer than DNS allows fails in the resolver itself, with or without a network.
            let host = String(repeating: "a", count: 70) + ".invalid"
            let error = try await failure {
                try await client.send(HTTPRequest(.post, "https://\(host)/?key=hunter2", timeouts: .patient))
            }
            #expect(error.code == .resolve)
            #expect(!error.requestMayHaveBeenProcessed && error.isRetriable)
            #expect(error.message.contains(host) && !error.message.contains("hunter2"))
        }
    }

    @Test(arguments: [
        "SSH-2.0-OpenSSH_9.2\r\n", "<html></html>", "HTTP/1.1 abc\r\n\r\n", "HTTP/9.9 200 OK\r\n\r\n",
        "HTTP/1.1 200 OK\r\nContent-Length: x\r\n\r\n",
        "HTTP/1.1 200 OK\r\nContent-Encoding: gzip\r\nContent-Length: 4\r\n\r\nnope",
    ])
    func whatIsNotHTTPIsAProtocolError(answer: String) async throws {
        let error = try await failed { peer in
            try peer.readRequest()
            try peer.write(answer)
        }
        #expect(error.code == .protocol && error.requestMayHaveBeenProcessed)
    }

    @Test func headersWithoutEndAreAProtocolError() async throws {
        let error = try await failed { peer in
            try peer.readRequest()
            try peer.write("HTTP/1.1 200 OK\r\n")
            while true { try peer.write("X: \(String(repeating: "x", count: 1000))\r\n") }
        }
        #expect(error.code == .protocol)
    }

    @Test func errorsNameTheOriginAndNothingElse() async throws {
        try await withServer {
            try $0.readRequest()
        } test: { client, server in
            let request = HTTPRequest(
                .post, server.url("/hunter2?key=hunter2"), headers: ["Authorization": "hunter2"],
                body: Array("hunter2".utf8))
            let error = try await failure { try await client.send(request) }
            #expect(error.message.contains("http://127.0.0.1:\(server.port)"))
            #expect(!String(reflecting: error).contains("hunter2"))
        }
    }

    /// libcurl itself would send a POST again when a kept connection turns out to be dead.
    @Test func aPostOnADyingConnectionIsNotSentAgain() async throws {
        try await withServer { peer in
            try peer.readRequest()
            try peer.answer(text: "first")
            try peer.readRequest()
        } test: { client, server in
            _ = try await client.send(HTTPRequest(.post, server.url("/1"), body: [1]))
            let error = try await failure { try await client.send(HTTPRequest(.post, server.url("/2"), body: [1])) }
            #expect(error.code == .reset && error.requestMayHaveBeenProcessed)
            _ = try await client.send(HTTPRequest(.post, server.url("/3"), body: [1]))
            #expect(server.requests.map(\.path) == ["/1", "/2", "/3"])
        }
    }

    @Test(arguments: [HTTPMethod.get, .put, .delete])
    func anIdempotentRequestOnADyingConnectionIsSentAgain(method: HTTPMethod) async throws {
        try await withServer { peer in
            try peer.readRequest()
            try peer.answer(text: "fresh")
            try peer.readRequest()
        } test: { client, server in
            _ = try await client.send(HTTPRequest(.get, server.url("/1")))
            let response = try await client.send(HTTPRequest(method, server.url("/2")))
            #expect(response.text == "fresh")
            #expect(server.requests.map(\.path) == ["/1", "/2", "/2"])
        }
    }

    @Test func aConnectionThatWasClosedWhileIdleIsNotUsedAgain() async throws {
        let hasClosed = Mutex(0)
        try await withServer { peer in
            try peer.readRequest()
            try peer.answer(text: "ok")
            peer.end()
            hasClosed.withLock { $0 += 1 }
        } test: { client, server in
            for count in 1...3 {
                _ = try await client.send(HTTPRequest(.post, server.url(), body: [1]))
                try await eventually { hasClosed.withLock { $0 } == count }
            }
            #expect(server.requests.count == 3 && server.connectionCount == 3)
        }
    }
}
