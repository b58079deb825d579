import Synchronization
import Testing

@testable import CurlHTTP

@Suite struct StreamTests {
    private static let head = "HTTP/1.1 200 OK\r\nTransfer-Encoding: chunked\r\nX-Kind: stream\r\n\r\n"

    @Test func theHeadComesFirstAndEachPieceAsItIsSent() async throws {
        let released = Gate()
        try await withServer { peer in
            try peer.readRequest()
            try peer.write(Self.head)
            for piece in ["one", "two"] {
                try released.wait()
                try peer.chunk(piece)
            }
            try released.wait()
            try peer.chunk("")
        } test: { client, server in
            let stream = try await client.stream(HTTPRequest(.get, server.url(), timeouts: .patient))
            #expect(stream.status == 200 && stream.headers["X-Kind"] == "stream")
            #expect(server.requests.first?.headers["accept-encoding"] == nil)
            var chunks = stream.makeAsyncIterator()
            for piece in ["one", "two"] {
                released.open()
                #expect(try await chunks.next() == Array(piece.utf8))
            }
            released.open()
            #expect(try await chunks.next() == nil)
            #expect(try await chunks.next() == nil)
        }
    }

    @Test func aLongBodyArrivesWholeWhileTheReaderIsSlow() async throws {
        let body = (0..<2_000_000).map { UInt8(truncatingIfNeeded: $0 &* 7 &+ $0 >> 8) }
        try await withServer { peer in
            try peer.readRequest()
            try peer.answer(body: body)
        } test: { client, server in
            var read: [UInt8] = []
            for try await chunk in try await client.stream(HTTPRequest(.get, server.url(), timeouts: .patient)) {
                #expect(!chunk.isEmpty && chunk.count <= BodyBuffer.limit + 16_384)
                read += chunk
                await Task.yield()
            }
            #expect(read == body)
        }
    }

    @Test func aReaderThatStopsMakesThePeerWait() async throws {
        let sent = Mutex(0)
        try await withServer { peer in
            try peer.readRequest()
            try peer.write(Self.head)
            let piece = String(repeating: "x", count: 10_000)
            while true {
                try peer.chunk(piece)
                sent.withLock { $0 += piece.count }
            }
        } test: { client, server in
            var request = HTTPRequest(.get, server.url(), timeouts: .patient { $0.idle = .seconds(1) })
            request.bodyLimit = 1 << 30
            let stream = try await client.stream(request)
            var chunks = stream.makeAsyncIterator()
            _ = try await chunks.next()
            // The sockets of both sides take some; then nothing moves for as long as the reader does not, longer
            // than the idle timeout, which does not count here.
            var last = -1
            var since = ContinuousClock.now
            try await eventually(within: .seconds(15)) {
                let now = sent.withLock { $0 }
                if now != last { (last, since) = (now, .now) }
                return ContinuousClock.now - since > .milliseconds(1300)
            }
            #expect(last < 20_000_000)
            for _ in 0..<200 { _ = try await chunks.next() }
            try await eventually { sent.withLock { $0 } > last }
        }
    }

    @Test func whatArrivedBeforeACutIsReadAndThenTheError() async throws {
        try await withServer { peer in
            try peer.readRequest()
            try peer.write(Self.head)
            try peer.chunk("half")
        } test: { client, server in
            var read: [UInt8] = []
            let error = try await failure {
                for try await chunk in try await client.stream(HTTPRequest(.get, server.url())) { read += chunk }
            }
            #expect(read == Array("half".utf8))
            #expect(error.code == .reset && error.requestMayHaveBeenProcessed)
        }
    }

    @Test func silenceInTheMiddleIsAnIdleTimeout() async throws {
        try await withServer { peer in
            try peer.readRequest()
            try peer.write(Self.head)
            try peer.chunk("half")
            peer.waitForClose()
        } test: { client, server in
            let timeouts = HTTPTimeouts.patient { $0.idle = .milliseconds(150) }
            let stream = try await client.stream(HTTPRequest(.get, server.url(), timeouts: timeouts))
            let error = try await failure { try await stream.collect() }
            #expect(error.code == .idleTimeout)
        }
    }

    @Test func theBodyLimitHolds() async throws {
        try await withServer { peer in
            try peer.readRequest()
            try peer.write(Self.head)
            while true { try peer.chunk("0123456789") }
        } test: { client, server in
            let stream = try await client.stream(HTTPRequest(.get, server.url(), bodyLimit: 100_000))
            var count = 0
            let error = try await failure {
                for try await chunk in stream { count += chunk.count }
            }
            #expect(error.code == .bodyTooLarge && count <= 100_000)
        }
    }

    @Test func theBodyLimitHoldsForAReaderThatLagsToo() async throws {
        try await withServer { peer in
            try peer.readRequest()
            try peer.write(Self.head)
            while true { try peer.chunk(String(repeating: "x", count: 5000)) }
        } test: { client, server in
            let limit = BodyBuffer.limit * 3
            let stream = try await client.stream(HTTPRequest(.get, server.url(), timeouts: .patient, bodyLimit: limit))
            var count = 0
            let error = try await failure {
                for try await chunk in stream {
                    count += chunk.count
                    try await eventually { await client.isPaused }
                }
            }
            #expect(error.code == .bodyTooLarge && count <= limit && count > BodyBuffer.limit)
        }
    }

    @Test func aStreamThatNobodyHoldsIsAborted() async throws {
        let wasClosed = Mutex(false)
        try await withServer { peer in
            try peer.readRequest()
            try peer.write(Self.head)
            try peer.chunk("piece")
            peer.waitForClose()
            wasClosed.withLock { $0 = true }
        } test: { client, server in
            for try await _ in try await client.stream(HTTPRequest(.get, server.url(), timeouts: .patient)) { break }
            try await eventually { wasClosed.withLock { $0 } }
        }
    }

    @Test func cancellingTheReaderAbortsTheTransfer() async throws {
        let wasClosed = Mutex(false)
        try await withServer { peer in
            try peer.readRequest()
            try peer.write(Self.head)
            peer.waitForClose()
            wasClosed.withLock { $0 = true }
        } test: { client, server in
            let stream = try await client.stream(HTTPRequest(.get, server.url(), timeouts: .patient))
            let reader = Task { try await stream.collect() }
            reader.cancel()
            let error = try await failure { try await reader.value }
            #expect(error.code == .cancelled)
            try await eventually { wasClosed.withLock { $0 } }
        }
    }

    @Test func aSecondReaderAtTheSameTimeIsRefused() async throws {
        try await withServer { peer in
            try peer.readRequest()
            try peer.write(Self.head)
            peer.waitForClose()
        } test: { client, server in
            let stream = try await client.stream(HTTPRequest(.get, server.url(), timeouts: .patient))
            let codes = await withTaskGroup(of: HTTPError.Code?.self) { group in
                for _ in 0..<2 {
                    group.addTask { try? await failure { try await stream.collect() }.code }
                }
                let first = await group.next()
                group.cancelAll()
                return [first ?? nil, await group.next() ?? nil]
            }
            #expect(codes == [.invalidRequest, .cancelled])
        }
    }

    @Test func anErrorStatusIsAStreamToo() async throws {
        try await withServer { peer in
            try peer.readRequest()
            try peer.answer("429 Too Many Requests", headers: ["Retry-After: 1.5"], text: "slow down")
        } test: { client, server in
            let stream = try await client.stream(HTTPRequest(.get, server.url()))
            #expect(stream.status == 429 && !stream.isSuccess)
            #expect(try await stream.collect() == Array("slow down".utf8))
        }
    }
}
