import Foundation
import Glibc
import Testing

@testable import CurlHTTP

@Suite struct TimeoutTests {
    private func timedOut(
        _ change: (inout HTTPTimeouts) -> Void, script: @escaping ScriptedServer.Script
    ) async throws -> HTTPError {
        let timeouts = HTTPTimeouts.patient(change)
        return try await withServer(script: script) { client, server in
            let error = try await failure {
                try await client.send(HTTPRequest(.post, server.url(), body: [1], timeouts: timeouts))
            }
            #expect(error.isRetriable)
            return error
        }
    }

    @Test func aPeerThatNeverAnswersEndsInFirstByteTimeout() async throws {
        let error = try await timedOut {
            $0.firstByte = .milliseconds(150)
        } script: { peer in
            try peer.readRequest()
            peer.waitForClose()
        }
        #expect(error.code == .firstByteTimeout && error.requestMayHaveBeenProcessed)
    }

    @Test func aPeerThatStopsInTheHeadersEndsInIdleTimeout() async throws {
        let error = try await timedOut {
            $0.idle = .milliseconds(150)
        } script: { peer in
            try peer.readRequest()
            try peer.write("HTTP/1.1 200 OK\r\nContent-Le")
            peer.waitForClose()
        }
        #expect(error.code == .idleTimeout && error.requestMayHaveBeenProcessed)
    }

    @Test func aPeerThatStopsInTheBodyEndsInIdleTimeout() async throws {
        let error = try await timedOut {
            $0.idle = .milliseconds(150)
        } script: { peer in
            try peer.readRequest()
            try peer.write("HTTP/1.1 200 OK\r\nContent-Length: 10\r\n\r\nhalf")
            peer.waitForClose()
        }
        #expect(error.code == .idleTimeout && error.requestMayHaveBeenProcessed)
    }

    @Test func aPeerThatDripsEndsInTotalTimeout() async throws {
        let error = try await timedOut {
            $0.total = .milliseconds(400)
        } script: { peer in
            try peer.readRequest()
            try peer.write("HTTP/1.1 200 OK\r\nContent-Length: 100000\r\n\r\n")
            while true {
                try peer.write("x")
                // The drip itself: the pace is what is tested.
                usleep(10_000)
            }
        }
        #expect(error.code == .totalTimeout && error.requestMayHaveBeenProcessed)
    }

    @Test func aHandshakeThatNeverComesEndsInConnectTimeout() async throws {
        let server = try ScriptedServer { $0.waitForClose() }
        defer { server.stop() }
        let timeouts = HTTPTimeouts.patient { $0.connect = .milliseconds(200) }
        try await withClient { client in
            let error = try await failure {
                try await client.send(HTTPRequest(.post, server.url(scheme: "https"), timeouts: timeouts))
            }
            #expect(error.code == .connectTimeout)
            #expect(!error.requestMayHaveBeenProcessed && error.isRetriable)
        }
    }

    @Test func aPeerThatDoesNotAcceptEndsInConnectTimeout() async throws {
        let server = try ScriptedServer(accepts: false, backlog: 0) { _ in }
        defer { server.discard() }
        // With its queue full, the kernel drops further SYNs.
        let fillers = (0..<4).map { _ in Self.connect(to: server.port) }
        defer { for filler in fillers { close(filler) } }
        let timeouts = HTTPTimeouts.patient { $0.connect = .milliseconds(200) }
        try await withClient { client in
            let error = try await failure { try await client.send(HTTPRequest(.get, server.url(), timeouts: timeouts)) }
            #expect(error.code == .connectTimeout && !error.requestMayHaveBeenProcessed)
        }
    }

    @Test func waitingForATurnCountsTowardsTheTotalAndIsCertainlyUnsent() async throws {
        let configuration = HTTPClientConfiguration(maximumInFlight: 1)
        try await withServer(configuration) { peer in
            try peer.readRequest()
            peer.waitForClose()
        } test: { client, server in
            async let first = failure {
                try await client.send(HTTPRequest(.get, server.url("/first"), timeouts: .patient))
            }
            try await eventually { server.requests.count == 1 }
            let timeouts = HTTPTimeouts.patient { $0.total = .milliseconds(100) }
            let error = try await failure {
                try await client.send(HTTPRequest(.post, server.url("/second"), timeouts: timeouts))
            }
            #expect(error.code == .totalTimeout && !error.requestMayHaveBeenProcessed)
            server.stop()
            #expect(try await first.code == .reset)
            #expect(server.requests.map(\.path) == ["/first"])
        }
    }

    private static func connect(to port: UInt16) -> Int32 {
        let descriptor = socket(AF_INET, Int32(SOCK_STREAM.rawValue | SOCK_NONBLOCK.rawValue), 0)
        var name = sockaddr_in()
        name.sin_family = sa_family_t(AF_INET)
        name.sin_port = port.bigEndian
        inet_pton(AF_INET, "127.0.0.1", &name.sin_addr)
        withUnsafePointer(to: &name) { pointer in
            pointer.withMemoryRebound(to: sockaddr.self, capacity: 1) { generic in
                _ = Glibc.connect(descriptor, generic, socklen_t(MemoryLayout<sockaddr_in>.size))
            }
        }
        return descriptor
    }
}
