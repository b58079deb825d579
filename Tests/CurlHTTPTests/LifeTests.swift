import PollThread
import Testing

@testable import CurlHTTP

@Suite struct LifeTests {
    @Test func requestsMadeBeforeItRunsWaitForIt() async throws {
        let server = try ScriptedServer { peer in
            try peer.readRequest()
            try peer.answer(text: "ok")
        }
        defer { server.stop() }
        let client = HTTPClient()
        async let response = client.send(HTTPRequest(.get, server.url()))
        await Task.yield()
        async let run: Void = client.run()
        #expect(try await response.text == "ok")
        client.close()
        try await run
    }

    @Test func closingFailsWhatIsUnderWayAndWhatComesAfter() async throws {
        let server = try ScriptedServer { peer in
            try peer.readRequest()
            peer.waitForClose()
        }
        defer { server.stop() }
        let client = HTTPClient()
        async let run: Void = client.run()
        async let pending = failure { try await client.send(HTTPRequest(.post, server.url(), timeouts: .patient)) }
        try await eventually { server.requests.count == 1 }
        client.close()
        try await run
        let error = try await pending
        #expect(error.code == .closed && error.requestMayHaveBeenProcessed)
        let late = try await failure { try await client.send(HTTPRequest(.post, server.url())) }
        #expect(late.code == .closed && !late.requestMayHaveBeenProcessed)
    }

    @Test func closingEndsAStreamForItsReader() async throws {
        let server = try ScriptedServer { peer in
            try peer.readRequest()
            try peer.write("HTTP/1.1 200 OK\r\nContent-Length: 10\r\n\r\nhalf")
            peer.waitForClose()
        }
        defer { server.stop() }
        let client = HTTPClient()
        async let run: Void = client.run()
        let stream = try await client.stream(HTTPRequest(.get, server.url(), timeouts: .patient))
        client.close()
        try await run
        #expect(try await failure { try await stream.collect() }.code == .closed)
    }

    @Test func cancellingTheTaskThatRunsItClosesIt() async throws {
        let client = HTTPClient()
        let run = Task { try await client.run() }
        run.cancel()
        try await run.value
        #expect(try await failure { try await client.send(HTTPRequest(.get, "http://127.0.0.1:1/")) }.code == .closed)
    }

    @Test func itRunsOnce() async throws {
        let client = HTTPClient()
        client.close()
        try await client.run()
        let error = await #expect(throws: PollThreadError.self) { try await client.run() }
        #expect(error?.code == .alreadyStarted)
    }

    @Test func closingBeforeItRunsIsRemembered() async throws {
        let client = HTTPClient()
        client.close()
        try await client.run()
        #expect(try await failure { try await client.send(HTTPRequest(.get, "http://127.0.0.1:1/")) }.code == .closed)
    }

    @Test func itIsFreedAfterItsLife() async throws {
        weak var remains: HTTPClient?
        do {
            let client = HTTPClient()
            remains = client
            client.close()
            try await client.run()
        }
        try await eventually { remains == nil }
    }
}
