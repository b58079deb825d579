import Foundation
import Testing

@testable import Sandbox

@Suite struct ServerTests {
    @Test func `requests reach the peer as sent`() async throws {
        try await TestServer.with([EchoPeer()]) { server in
            let answer = try await server.send("PATCH", "/echo/a%2Fb?q=1+2", json: ["x": 1])
            #expect(answer.status == 200)
            #expect(answer.header("Content-Type") == "application/json")
            #expect(
                answer.json == [
                    "method": "PATCH", "path": "/echo/a%2Fb", "body": 7, "fault": nil, "query": "1 2",
                ])
        }
    }

    @Test func `bodies above FlyingFox's buffers arrive whole and those above the limit are refused`() async throws {
        try await TestServer.with([EchoPeer()]) { server in
            let large = String(repeating: "x", count: 3 << 20)
            let answer = try await server.send("POST", "/echo", json: .string(large))
            #expect(answer.json["body"]?.int == (3 << 20) + 2)
            let tooLarge = String(repeating: "x", count: Router.bodyLimit)
            // Refused before the body was read, so a client may see the closed connection instead of the answer.
            let status = try? await server.send("POST", "/echo", json: .string(tooLarge)).status
            #expect(status == nil || status == 413)
        }
    }

    @Test func `a stream is sent whole though a chunk is empty`() async throws {
        try await TestServer.with([EchoPeer()]) { server in
            let answer = try await server.send("GET", "/echo/stream")
            #expect(answer.text == "one two three")
        }
    }

    @Test func `a head request gets the length without the body`() async throws {
        try await TestServer.with([EchoPeer()]) { server in
            let answer = try await server.send("HEAD", "/echo/page")
            #expect(answer.header("Content-Length") == "17")
            #expect(answer.body.isEmpty)
        }
    }

    @Test func `a dropped request has no answer and the next one is served`() async throws {
        let clock = SystemClock()
        let faults = FaultBoard(random: SeededRandom(seed: 1), clock: clock)
        let echo = EchoPeer()
        try await TestServer.with([echo], faults: faults) { server in
            faults.set(Fault(kind: .answerLost, rate: 1, duration: .seconds(60)), peer: "echo")
            await #expect(throws: (any Error).self) { try await server.send("POST", "/echo") }
            #expect(await echo.count >= 1)
            faults.clear()
            let next = try await server.send("POST", "/echo")
            #expect(next.status == 200)
        }
    }

    @Test func `an answer that is cut breaks off and the next one is whole`() async throws {
        let faults = FaultBoard(random: SeededRandom(seed: 1), clock: SystemClock())
        let echo = EchoPeer()
        try await TestServer.with([echo], faults: faults) { server in
            faults.set(Fault(kind: .cut, rate: 1, duration: .seconds(60)), peer: "echo")
            await #expect(throws: (any Error).self) { try await server.send("GET", "/echo/page") }
            #expect(await echo.count >= 1)
            faults.clear()
            let next = try await server.send("GET", "/echo/page")
            #expect(next.status == 200)
        }
    }

    @Test func `a port in use is refused with words that help`() async throws {
        try await TestServer.with([EchoPeer()]) { server in
            let port = UInt16(server.base.split(separator: ":").last ?? "") ?? 0
            let router = Router(
                peers: [], faults: FaultBoard(random: SeededRandom(seed: 1), clock: SystemClock()),
                clock: SystemClock())
            let second = try SandboxServer(host: "127.0.0.1", port: port, router: router)
            let error = await #expect(throws: SandboxError.self) { try await second.run() }
            #expect(error?.code == .addressInUse)
            #expect(error?.message.contains("--port") == true)
        }
    }

    @Test func `a host that is no address is refused`() {
        let router = Router(
            peers: [], faults: FaultBoard(random: SeededRandom(seed: 1), clock: SystemClock()), clock: SystemClock())
        #expect(throws: SandboxError.self) { _ = try SandboxServer(host: "example.test", port: 0, router: router) }
    }
}
