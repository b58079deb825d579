import Synchronization
import Testing

@testable import CurlHTTP

@Suite struct ConcurrencyTests {
    private static let echo: ScriptedServer.Script = { peer in
        while true { try peer.answer(text: try peer.readRequest().path) }
    }

    @Test func aHundredAtOnceEachGetTheirOwnAnswer() async throws {
        let configuration = HTTPClientConfiguration(maximumConnectionsPerHost: 8, maximumInFlight: 32)
        try await withServer(configuration, script: Self.echo) { client, server in
            try await withThrowingTaskGroup(of: Bool.self) { group in
                for number in 0..<100 {
                    group.addTask {
                        let request = HTTPRequest(.post, server.url("/\(number)"), body: [1], timeouts: .patient)
                        return try await client.send(request).text == "/\(number)"
                    }
                }
                for try await isOwn in group { #expect(isOwn) }
            }
            #expect(Set(server.requests.map(\.path)).count == 100 && server.requests.count == 100)
            #expect(server.connectionCount <= 8)
        }
    }

    @Test func slowPlainHTTPAnswersAreAwaitedSideBySide() async throws {
        let gate = Gate()
        let configuration = HTTPClientConfiguration(maximumConnectionsPerHost: 40, maximumInFlight: 40)
        try await withServer(configuration) { peer in
            let request = try peer.readRequest()
            try gate.wait()
            try peer.answer(text: request.path)
        } test: { client, server in
            try await withThrowingTaskGroup(of: Bool.self) { group in
                for number in 0..<40 {
                    group.addTask {
                        let request = HTTPRequest(.post, server.url("/\(number)"), body: [1], timeouts: .patient)
                        return try await client.send(request).text == "/\(number)"
                    }
                }
                // Nothing is answered before all of them have arrived.
                try await eventually(within: .seconds(5)) { server.requests.count == 40 }
                for _ in 0..<40 { gate.open() }
                for try await isOwn in group { #expect(isOwn) }
            }
            #expect(server.connectionCount == 40)
        }
    }

    @Test func moreThanMayWaitAreRefused() async throws {
        let configuration = HTTPClientConfiguration(maximumInFlight: 1, maximumWaiting: 1)
        try await withServer(configuration) { peer in
            try peer.readRequest()
            peer.waitForClose()
        } test: { client, server in
            let request = HTTPRequest(.post, server.url(), timeouts: .patient)
            let codes = await withTaskGroup(of: HTTPError.Code?.self) { group in
                for _ in 0..<3 {
                    group.addTask { try? await failure { try await client.send(request) }.code }
                }
                let first = await group.next() ?? nil
                group.cancelAll()
                return [first, await group.next() ?? nil, await group.next() ?? nil]
            }
            #expect(codes == [.overloaded, .cancelled, .cancelled])
        }
    }

    @Test func cancellingARequestAbortsItAndLeavesTheOthersAlone() async throws {
        let wasClosed = Mutex(false)
        try await withServer { peer in
            while true {
                let request = try peer.readRequest()
                guard request.path == "/hang" else {
                    try peer.answer(text: "ok")
                    continue
                }
                peer.waitForClose()
                wasClosed.withLock { $0 = true }
            }
        } test: { client, server in
            let hanging = Task { try await client.send(HTTPRequest(.post, server.url("/hang"), timeouts: .patient)) }
            try await eventually { server.requests.count == 1 }
            hanging.cancel()
            let error = try await failure { try await hanging.value }
            #expect(error.code == .cancelled && error.requestMayHaveBeenProcessed && !error.isRetriable)
            try await eventually { wasClosed.withLock { $0 } }
            #expect(try await client.send(HTTPRequest(.get, server.url("/other"))).text == "ok")
        }
    }

    @Test func aTaskThatIsCancelledAlreadySendsNothing() async throws {
        try await withServer(script: Self.echo) { client, server in
            let task = Task {
                while !Task.isCancelled { await Task.yield() }
                return try await client.send(HTTPRequest(.post, server.url("/late")))
            }
            task.cancel()
            let error = try await failure { try await task.value }
            #expect(error.code == .cancelled && !error.requestMayHaveBeenProcessed)
            _ = try await client.send(HTTPRequest(.post, server.url("/other")))
            #expect(server.requests.map(\.path) == ["/other"])
        }
    }

    @Test func cancelsAtAnyMomentLoseNothingAndLeakNothing() async throws {
        try await withServer(script: Self.echo) { client, server in
            await withTaskGroup(of: Void.self) { group in
                for number in 0..<200 {
                    group.addTask {
                        let request = HTTPRequest(.get, server.url("/\(number)"), timeouts: .patient)
                        let task = Task { try await client.send(request) }
                        for _ in 0..<(number % 20) { await Task.yield() }
                        task.cancel()
                        if case .success(let response) = await task.result { #expect(response.text == "/\(number)") }
                    }
                }
            }
            let after = try await client.send(HTTPRequest(.get, server.url("/after")))
            #expect(after.text == "/after")
            #expect(await client.isIdle)
        }
    }
}
